// <aktenlotse-reading>: what the machine read of a document, section by section, beside the original's page.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { originalAddress, readDocumentText, type DocumentText, type Section } from "./api";
import { splitBlocks } from "./blocks";
import { drawBlocks } from "./drawing";
import { pageAddress, readPassages, type Entry, type StoredPassage } from "./editing-api";
import { editing } from "./editing-words";
import { sectionLabel } from "./labels";
import { unitOffset } from "./place";
import { innerStyle } from "./style";
import { words } from "./words";
import "./original";
import editingStyle from "./editing.css?inline";
import style from "./reading.css?inline";

const SECTIONS = 50;
const DOUBTFUL = 0.75;
const PDF = /\.pdf$/i;
const PICTURE = /\.(png|jpe?g|tiff?|webp|bmp|gif)$/i;

/** How sure the recognition of a scan was, from 0 to 1; nothing where nothing had to be recognised. */
type ReadSection = Section & { confidence?: number | null };

@customElement("aktenlotse-reading")
export class Reading extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) document!: Entry;
  @state() private text: DocumentText | null = null;
  @state() private passages: StoredPassage[] = [];
  @state() private query = "";
  @state() private shown = SECTIONS;
  @state() private opened = new Set<Section>();
  @state() private beside: { page: number; quotes: string[] } | null = null;
  @state() private trouble = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("document") as Entry | undefined;
    if (!changed.has("document") || before?.id === this.document.id && before.version === this.document.version) return;
    this.text = null;
    this.opened = new Set();
    this.beside = null;
    void this.load(this.document.id);
  }

  private async load(id: string): Promise<void> {
    try {
      [this.text, this.passages] = await Promise.all([readDocumentText(id), readPassages(id)]);
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }

  override render(): TemplateResult {
    const { read } = editing();
    const found = this.found();
    return html`<section aria-labelledby="reading-heading">
      <h3 id="reading-heading">${read.heading}</h3>
      <p class="muted">${editing().read.readHint}</p>
      ${found.some(isDoubtful) ? html`<p><span class="mark doubtful">${read.uncertain}</span> ${read.uncertainHint}</p>` : nothing}
      <p class="trouble" role="alert">${this.trouble}</p>
      ${this.text ? this.renderSections(found) : html`<p role="status">${words.source.loading}</p>`}
    </section>`;
  }

  private found(): ReadSection[] {
    const { text } = this;
    const wanted = this.query.toLocaleLowerCase();
    const said = (section: Section): string => [section.anchor, ...section.headings, this.wordsOf(section)].join(" ").toLocaleLowerCase();
    return (text?.sections ?? []).filter((section) => !wanted || said(section).includes(wanted));
  }

  private renderSections(found: ReadSection[]): TemplateResult {
    return html`<div class="kern-form-input find">
        <label class="kern-label" for="find">${editing().read.find}</label>
        <input id="find" type="search" class="kern-form-input__input"
          @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value.trim())} />
      </div>
      <p class="muted" role="status">${editing().read.found(found.length)}</p>
      <div class="pair ${this.beside ? "split" : ""}">
        <div>
          ${found.slice(0, this.shown).map((section) => this.renderSection(section))}
          ${found.length > this.shown
            ? html`<button class="quiet-button" @click=${() => (this.shown += SECTIONS)}>${editing().read.moreSections}</button>`
            : nothing}
        </div>
        ${this.beside ? html`<aside aria-label=${editing().read.beside}>
          <button class="quiet-button" @click=${() => (this.beside = null)}>${words.close}</button>
          ${PDF.test(this.document.file_name)
            ? html`<aktenlotse-original .address=${originalAddress(this.document)} .page=${this.beside.page}
                .quotes=${this.beside.quotes}></aktenlotse-original>`
            : html`<img alt=${words.source.page(this.beside.page)} src=${pageAddress(this.document.id, this.beside.page)} />`}
        </aside>` : nothing}
      </div>`;
  }

  private renderSection(section: ReadSection): TemplateResult {
    const { headings, anchor, page } = section;
    const [whole] = this.text?.sections[0]?.headings ?? []; // what stands over everything tells nothing apart
    const below = headings[0] === whole && headings.length > 1 ? headings.slice(1) : headings;
    const name = [sectionLabel(anchor, below) || editing().read.untitled, page && words.source.shortPage(page)];
    const opened = Boolean(this.query) || this.opened.has(section);
    return html`<details ?open=${Boolean(this.query)} class=${isDoubtful(section) ? "uncertain" : ""}
      @toggle=${(event: Event) => this.toggle(section, (event.target as HTMLDetailsElement).open)}>
      <summary>${name.filter(Boolean).join(" · ")}
        ${isDoubtful(section) ? html`<span class="mark doubtful">${editing().read.uncertain}</span>` : nothing}</summary>
      ${opened ? this.drawSection(section) : nothing}
    </details>`;
  }

  private drawSection(section: ReadSection): TemplateResult {
    const text = this.wordsOf(section).trim();
    const count = this.passages.filter(({ start, end }) => start < section.end && end > section.start).length;
    const { read } = editing();
    return html`<div class="section-text">
      <p class="muted small">${count ? read.passages(count) : text ? read.notPassage : ""}
        ${section.page && this.showsPages() ? html`<button class="quiet-button" @click=${() => (this.beside = { page: section.page ?? 1, quotes: text.split("\n") })}>
          ${read.showPage}</button>` : nothing}</p>
      ${text ? drawBlocks(splitBlocks([{ text, mark: null }]), (span) => span.text) : html`<p class="muted">${editing().read.empty}</p>`}
    </div>`;
  }

  private showsPages(): boolean {
    return PDF.test(this.document.file_name) || PICTURE.test(this.document.file_name);
  }

  private wordsOf({ start, end }: Section): string {
    const read = this.text?.text ?? "";
    return read.slice(unitOffset(read, start), unitOffset(read, end));
  }

  private toggle(section: Section, open: boolean): void {
    if (open && !this.query) this.opened = new Set(this.opened).add(section);
  }
}

function isDoubtful({ confidence }: ReadSection): boolean {
  return typeof confidence === "number" && confidence < DOUBTFUL;
}
