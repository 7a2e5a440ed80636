// <aktenlotse-source>: the passage an answer rests on, inside its document. Beside the
// conversation where there is room, otherwise a dialog over it.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { originalAddress, readDocumentText, type Passage } from "./api";
import { splitBlocks, type Span } from "./blocks";
import { drawBlocks } from "./drawing";
import { isSuperseded, standingLabel } from "./labels";
import { findPassage, findQuote, placeSpans, type PlaceMark } from "./place";
import { icon, kernStyle } from "./style";
import { words } from "./words";

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
  static override styles = [...kernStyle, css`
    :host {
      display: contents;
    }
    dialog {
      box-sizing: border-box;
      padding: 0;
      border: 0;
      background: var(--kern-color-layout-background-default);
      color: inherit;
    }
    dialog:not(:modal) {
      position: sticky;
      top: 4.0625rem;
      width: clamp(24rem, 34vw, 36rem);
      height: calc(100dvh - 4.0625rem);
      margin: 0;
      border-left: 1px solid var(--kern-color-decorative-border-default);
      background: var(--kern-color-layout-background-default-surface);
      overflow-y: auto;
    }
    dialog:modal {
      width: 100%;
      max-width: 44rem;
      height: 100dvh;
      max-height: none;
      margin: 0 0 0 auto;
      overflow-y: auto;
    }
    dialog:not([open]) {
      display: none;
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 60%);
    }
    .top {
      position: sticky;
      top: 0;
      z-index: 1;
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
      padding: 0.5rem 0.75rem 0.5rem 1.5rem;
      border-bottom: 1px solid var(--kern-color-decorative-border-default);
      background: inherit;
    }
    .top p {
      margin: 0;
      font-weight: 600;
    }
    .body {
      padding: 1.25rem 1.5rem 2rem;
    }
    h2 {
      margin: 0;
      font-size: 1.25rem;
      font-weight: 600;
      line-height: 1.35;
      overflow-wrap: anywhere;
      hyphens: auto;
    }
    h2:focus-visible {
      outline-offset: 4px;
    }
    .anchor {
      margin: 0.25rem 0 0;
      font-weight: 500;
    }
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.25rem 1rem;
      margin: 1rem 0;
    }
    dt {
      color: var(--kern-color-layout-text-muted);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .links {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0.25rem;
      margin: 0 0 0.5rem -0.625rem;
    }
    .excerpt {
      padding: 1rem 1.25rem;
      border: 1px solid var(--kern-color-decorative-border-default);
      border-radius: 0.25rem;
      background: var(--kern-color-layout-background-default);
      line-height: 1.6;
      overflow-wrap: break-word;
      hyphens: auto;
    }
    .excerpt :is(p, ul, .table-frame) {
      margin: 0 0 0.75rem;
    }
    .excerpt > :last-child {
      margin-bottom: 0;
    }
    .excerpt h3 {
      font-size: 1rem;
    }
    .around {
      color: var(--kern-color-layout-text-muted);
    }
    mark {
      padding: 0.125rem 0;
      border-bottom: 2px solid #925400;
      background: #ffe7b6;
      color: #131525;
      box-decoration-break: clone;
      -webkit-box-decoration-break: clone;
    }
  `];

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
