// <aktenlotse-source>: the passage an answer rests on, inside its document. Beside the
// conversation where there is room, otherwise a dialog over it.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { originalAddress, readDocumentText, type Document, type Passage } from "./api";
import { splitBlocks, type Span } from "./blocks";
import { drawBlocks } from "./drawing";
import { isSuperseded, standingLabel } from "./labels";
import { findPassage, findQuote, placeSpans, type PlaceMark } from "./place";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import "./original";
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

@customElement("aktenlotse-source")
export class SourcePanel extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) source: Source | null = null;
  /** Whether there is room beside the conversation. */
  @property({ attribute: false }) beside = true;
  @state() private text: string | null = null;
  @state() private missing = false;
  @state() private reach = NEAR;
  @state() private asOriginal = false;
  @query("dialog") private dialog!: HTMLDialogElement;
  private opener: HTMLElement | null = null;

  /** Shows the source and moves the focus there; closing returns it to the opener. */
  show(opener: HTMLElement): void {
    this.opener = opener;
    if (!this.dialog.open) this.openDialog();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
      this.requestUpdate();
    });
  }

  close(): void {
    this.dialog.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("source") || !this.source) return;
    const before = changed.get("source");
    this.reach = NEAR;
    this.asOriginal = false;
    if (before?.passage.document.id !== this.source.passage.document.id) void this.load(this.source.passage);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("beside")) this.changeShape();
    this.reveal(this.renderRoot.querySelector("mark") ?? this.renderRoot.querySelector(".place-begin"));
  }

  /** Brings the quote into view, but leaves title and standing in view where both fit. */
  private reveal(place: Element | null): void {
    if (!place || !this.dialog.open || this.asOriginal) return;
    this.bringIntoView(place);
  }

  private bringIntoView(place: Element): void {
    // Not scrollIntoView: it would scroll the conversation as well.
    const frame = this.dialog.getBoundingClientRect();
    const { top, bottom } = place.getBoundingClientRect();
    const above = top - ABOVE - frame.top;
    const below = bottom + BELOW - frame.bottom;
    if (above < 0 || below > 0) this.dialog.scrollTop += above < 0 ? above : Math.min(above, below + frame.height / 4);
  }

  override render(): TemplateResult {
    return html`<dialog class=${this.asOriginal ? "with-page" : ""} aria-labelledby="title" @close=${this.closed} @keydown=${this.press}>
      ${this.source ? this.renderSource(this.source) : nothing}
    </dialog>`;
  }

  private renderSource({ number, passage }: Source): TemplateResult {
    const { document, page } = passage;
    return html`<div class="top">
        <p>${number ? words.source.numbered(number) : words.source.nearby}</p>
        <button class="quiet-button" aria-label=${words.source.close} @click=${this.close}>${icon("close")} ${words.close}</button>
      </div>
      <div class="body">
        <h2 id="title" tabindex="-1" lang="de">${document.title}</h2>
        ${this.renderPlace(passage)}
        <div class="links">
          ${hasPages(document) ? html`<button class="quiet-button" aria-expanded=${this.asOriginal} @click=${() => (this.asOriginal = !this.asOriginal)}>
            ${icon("draft")} ${this.asOriginal ? words.source.hidePage : words.source.showPage}</button>` : nothing}
          <a class="quiet-button" target="_blank" rel="noopener" href=${originalAddress(document, page)}>
            ${icon("open-in-new")} ${words.source.original} <span class="kern-sr-only">${words.source.newTab}</span>
          </a>
        </div>
        ${this.asOriginal ? this.renderOriginal(passage) : this.renderExcerpt()}
        ${this.renderFacts(document)}
      </div>`;
  }

  private renderOriginal(passage: Passage): TemplateResult {
    const { document, page, text } = passage;
    return html`<aktenlotse-original
      .passage=${passage}
      .address=${originalAddress(document)}
      .page=${page ?? 1}
      .quote=${this.source?.quote || text}
      @drawn=${(event: CustomEvent<Element>) => this.bringIntoView(event.detail)}
    ></aktenlotse-original>`;
  }

  private renderPlace({ document, anchor, page, headings }: Passage): TemplateResult {
    return html`<p class="anchor">${[anchor, page && words.source.page(page)].filter(Boolean).join(" · ")}</p>
      ${headings.length ? html`<p class="muted" lang="de"><span class="kern-sr-only">${words.source.path}: </span>${headings.join(" › ")}</p>` : nothing}
      <p>${words.source.standing}: ${standingLabel(document)}</p>
      ${isSuperseded(document)
        ? html`<p><span class="kern-badge kern-badge--warning">${icon("warning")}<span class="kern-label">${words.source.superseded}</span></span></p>`
        : nothing}`;
  }

  private renderFacts(document: Document): TemplateResult {
    const facts: [string, unknown][] = [
      [words.source.issuer, document.issuer],
      [words.source.reference, document.reference],
      [words.source.collection, document.collection],
    ];
    return html`<dl>${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  private renderExcerpt(): TemplateResult {
    if (this.text === null && !this.missing) return html`<p class="muted">${words.source.loading}</p>`;
    const blocks = splitBlocks(this.spans());
    let begun = false;
    let quoting = false;
    const drawSpan = (span: Span<PlaceMark>): unknown => {
      const begins = !begun && span.mark === "passage";
      const edge = quoting === (span.mark === "quote") ? nothing : quoteEdge(quoting);
      begun ||= begins;
      quoting = span.mark === "quote";
      return [begins ? html`<span class="place-begin"></span>` : nothing, edge, drawPlace(span)];
    };
    return html`<section class="excerpt" aria-label=${words.source.excerpt} lang="de">${drawBlocks(blocks, drawSpan)}</section>
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

  private openDialog(): void {
    if (this.beside) this.dialog.show();
    else this.dialog.showModal();
  }

  private changeShape(): void {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.openDialog(); // open again before "close" is told: the visit goes on in another shape
  }

  private closed(): void {
    if (this.dialog.open) return;
    this.opener?.focus();
    this.opener = null;
    this.dispatchEvent(new CustomEvent("closed"));
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault(); // only the source closes, not the panel around the conversation
    this.close();
  }
}

function hasPages(document: Document): boolean {
  return document.file_name.toLowerCase().endsWith(".pdf");
}

/** Said where the marks begin and end: few screen readers tell marks. */
function quoteEdge(ends: boolean): TemplateResult {
  return html`<span class="kern-sr-only"> (${ends ? words.source.quoteEnds : words.source.quoteBegins}) </span>`;
}

function drawPlace({ text, mark }: Span<PlaceMark>): unknown {
  if (mark === "quote") return html`<mark>${text}</mark>`;
  return mark === "around" ? html`<span class="around">${text}</span>` : text;
}
