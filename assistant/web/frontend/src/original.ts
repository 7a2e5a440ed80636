// <aktenlotse-original>: a page of the original PDF with the quoted words marked. Knows the page
// and the quote; how a PDF is read stands in originals.ts.
import { html, LitElement, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { readRectangles, type Passage } from "./api";
import { drawPage, markPlaces, openOriginal } from "./originals";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import style from "./original.css?inline";

@customElement("aktenlotse-original")
export class OriginalPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) address = "";
  @property({ attribute: false }) page = 1;
  @property({ attribute: false }) passage!: Passage;
  @property({ attribute: false }) quote = "";
  @state() private shown = 0;
  @state() private pages = 0;
  @state() private stage: "loading" | "shown" | "unmarked" | "failed" = "loading";
  @query(".sheet") private sheet!: HTMLElement;
  private pdf: ReturnType<typeof openOriginal> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.pdf?.then((pdf) => pdf.loadingTask.destroy(), () => undefined);
    this.pdf = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("address")) this.pdf = openOriginal(this.address);
    if (changed.has("address") || changed.has("page") || changed.has("quote")) void this.show(this.page);
  }

  override render(): TemplateResult {
    const turn = (by: number, label: string, name: string): TemplateResult => html`<button class="quiet-button" aria-label=${label}
      aria-disabled=${!this.has(this.shown + by)} @click=${() => this.has(this.shown + by) && this.show(this.shown + by)}>${icon(name)}</button>`;
    return html`<div class="turn" role="group" aria-label=${words.source.original}>
        ${turn(-1, words.source.previousPage, "chevron-left")}
        <span role="status">${this.pages ? words.source.originalPage(this.shown, this.pages) : words.source.originalLoading}</span>
        ${turn(1, words.source.nextPage, "chevron-right")}
      </div>
      <p class="muted" ?hidden=${this.stage !== "unmarked" || this.shown !== this.page}>${words.source.notOnPage}</p>
      <p ?hidden=${this.stage !== "failed"} role="alert">${this.stage === "failed" ? words.source.originalFailed : ""}</p>
      <div class="frame" role="region" aria-label=${words.source.originalRegion} tabindex="0" ?hidden=${this.stage === "failed"}>
        <div class="sheet" lang="de"></div>
      </div>`;
  }

  private async markScan(): Promise<boolean> {
    const places = await readRectangles(this.passage.document.id, this.shown, this.passage).catch(() => []);
    return markPlaces(this.sheet, places);
  }

  private has(page: number): boolean {
    return page >= 1 && page <= this.pages;
  }

  private async show(page: number): Promise<void> {
    const { pdf } = this;
    try {
      const opened = await pdf;
      if (!opened || pdf !== this.pdf) return; // another original was opened meanwhile
      this.pages = opened.numPages;
      this.shown = Math.min(Math.max(page, 1), opened.numPages);
      const drawn = await drawPage(await opened.getPage(this.shown), this.sheet, this.quote);
      this.stage = drawn || (await this.markScan()) ? "shown" : "unmarked";
      const place = this.sheet.querySelector("mark") ?? this.sheet;
      this.dispatchEvent(new CustomEvent("drawn", { detail: place }));
    } catch {
      if (pdf === this.pdf) this.stage = "failed";
    }
  }
}
