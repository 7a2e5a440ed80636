// <aktenlotse-source>: the passage an answer rests on, inside its document. Beside the
// conversation where there is room, otherwise a dialog over it.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { originalAddress, readDocumentText, type Passage } from "./api";
import { splitBlocks, type Span } from "./blocks";
import { drawBlocks } from "./drawing";
import { isSuperseded, standingLabel } from "./labels";
import { findPassage, findQuote, placeSpans, type PlaceMark } from "./place";
import { icon, kernStyle } from "./style";
import { words } from "./words";
import style from "./source.css?inline";

export interface Source {
  /** The citation's number in the answer; null for a place that is merely near. */
  number: number | null;
  passage: Passage;
  quote: string;
}

const NEAR = 250;
const FAR = 6000;
const ABOVE = 72; // pixels: room for the panel's head, which stays
const BELOW = 24;
const WIDE = matchMedia("(min-width: 64rem) and (min-height: 34rem)");

@customElement("aktenlotse-source")
export class SourcePanel extends LitElement {
  static override styles = [...kernStyle, unsafeCSS(style)];

  @property({ attribute: false }) source: Source | null = null;
  @state() private text: string | null = null;
  @state() private missing = false;
  @state() private reach = NEAR;
  @query("dialog") private dialog!: HTMLDialogElement;
  private opener: HTMLElement | null = null;

  /** Shows the source and moves the focus there; closing returns it to the opener. */
  open(opener: HTMLElement): void {
    this.opener = opener;
    if (!this.dialog.open) this.show();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
      this.reveal();
    });
  }

  close(): void {
    this.dialog.close();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    WIDE.addEventListener("change", this.changeShape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    WIDE.removeEventListener("change", this.changeShape);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("source") || !this.source) return;
    const before = changed.get("source");
    this.reach = NEAR;
    if (before?.passage.document.id !== this.source.passage.document.id) void this.load(this.source.passage);
  }

  protected override updated(): void {
    this.reveal();
  }

  /** Brings the quote into view, but leaves title and standing in view where both fit. */
  private reveal(): void {
    const place = this.renderRoot.querySelector("mark") ?? this.renderRoot.querySelector(".place-begin");
    if (!place || !this.dialog.open) return;
    // Not scrollIntoView: it would scroll the conversation as well.
    const frame = this.dialog.getBoundingClientRect();
    const { top, bottom } = place.getBoundingClientRect();
    const above = top - ABOVE - frame.top;
    const below = bottom + BELOW - frame.bottom;
    if (above < 0 || below > 0) this.dialog.scrollTop += above < 0 ? above : Math.min(above, below);
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.closed} @keydown=${this.press}>
      ${this.source ? this.renderSource(this.source) : nothing}
    </dialog>`;
  }

  private renderSource({ number, passage }: Source): TemplateResult {
    const { document, page } = passage;
    return html`<div class="top">
        <p>${number ? words.source.numbered(number) : words.source.nearby}</p>
        <button class="quiet-button" @click=${this.close}>${icon("close")} ${words.close}</button>
      </div>
      <div class="body">
        <h2 id="title" tabindex="-1">${document.title}</h2>
        <p class="anchor">${[passage.anchor, page && words.source.page(page)].filter(Boolean).join(" · ")}</p>
        ${this.renderFacts(passage)}
        <div class="links">
          <a class="quiet-button" target="_blank" rel="noopener" href=${originalAddress(document, page)}>
            ${icon("open-in-new")} ${words.source.original} <span class="kern-sr-only">${words.source.newTab}</span>
          </a>
        </div>
        ${this.renderExcerpt()}
      </div>`;
  }

  private renderFacts({ document, headings }: Passage): TemplateResult {
    const facts: [string, unknown][] = [
      [words.source.path, headings.join(" › ")],
      [words.source.standing, standingLabel(document)],
      [words.source.issuer, document.issuer],
      [words.source.reference, document.reference],
      [words.source.collection, document.collection],
    ];
    return html`${isSuperseded(document)
        ? html`<p><span class="kern-badge kern-badge--warning">${icon("warning")}<span class="kern-label">${words.source.superseded}</span></span></p>`
        : nothing}
      <dl>${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  private renderExcerpt(): TemplateResult {
    if (this.text === null && !this.missing) return html`<p class="muted">${words.source.loading}</p>`;
    const blocks = splitBlocks(this.spans());
    let begun = false;
    const drawSpan = (span: Span<PlaceMark>): unknown => {
      const begins = !begun && span.mark === "passage";
      begun ||= begins;
      return [begins ? html`<span class="place-begin"></span>` : nothing, drawPlace(span)];
    };
    return html`<section class="excerpt" aria-label=${words.source.excerpt}>${drawBlocks(blocks, drawSpan)}</section>
      ${this.missing
        ? html`<p class="muted">${words.source.onlyPassage}</p>`
        : this.reach === NEAR
          ? html`<p><button class="quiet-button" @click=${() => (this.reach = FAR)}>${words.source.more}</button></p>`
          : nothing}`;
  }

  private spans(): Span<PlaceMark>[] {
    if (!this.source) return [];
    const { passage, quote } = this.source;
    const place = this.text === null ? null : findPassage(this.text, passage);
    const text = place ? (this.text ?? "") : passage.text;
    const range = place ?? { start: 0, end: text.length };
    return placeSpans(text, range, findQuote(text, quote, range), this.reach);
  }

  private async load(passage: Passage): Promise<void> {
    this.text = null;
    this.missing = false;
    const { id } = passage.document;
    const read = await readDocumentText(id).catch(() => null);
    if (this.source?.passage.document.id !== id) return; // another source was opened meanwhile
    this.text = read?.text ?? null;
    this.missing = !read;
  }

  private show(): void {
    if (WIDE.matches) this.dialog.show();
    else this.dialog.showModal();
  }

  private readonly changeShape = (): void => {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.show(); // open again before "close" is told: the visit goes on in another shape
  };

  private closed(): void {
    if (this.dialog.open) return;
    this.opener?.focus();
    this.opener = null;
    this.dispatchEvent(new CustomEvent("closed"));
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
  }
}

function drawPlace({ text, mark }: Span<PlaceMark>): unknown {
  if (mark === "quote") return html`<mark>${text}</mark>`;
  return mark === "around" ? html`<span class="around">${text}</span>` : text;
}
