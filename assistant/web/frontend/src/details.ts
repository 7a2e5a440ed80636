// <aktenlotse-document>: one document for its editor: what is said about it, its file, and
// what was read from it.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import {
  changeDocument, deleteDocument, originalAddress, readDocumentText, replaceDocument,
  type Collection, type DocumentText, type ListedDocument, type Metadata, type Section,
} from "./api";
import { splitBlocks } from "./blocks";
import { drawBlocks } from "./drawing";
import { collectionList, datesTrouble, field, readMetadata } from "./fields";
import { standingLabel } from "./labels";
import { NotLoggedIn } from "./login";
import { icon, kernStyle } from "./style";
import { unitOffset } from "./place";
import type { AsEditor } from "./upload";
import { words } from "./words";
import style from "./details.css?inline";

const SECTIONS = 50;

@customElement("aktenlotse-document")
export class DocumentDetails extends LitElement {
  static override styles = [...kernStyle, unsafeCSS(style)];

  @property({ attribute: false }) asEditor!: AsEditor;
  @property({ attribute: false }) collections: Collection[] = [];
  @state() private document: ListedDocument | null = null;
  @state() private text: DocumentText | null = null;
  @state() private shown = SECTIONS;
  @state() private opened = new Set<Section>();
  @state() private errors: Partial<Record<keyof Metadata, string>> = {};
  @state() private said = "";
  @state() private trouble = "";
  @query(".drawer") private drawer!: HTMLDialogElement;
  @query(".confirm") private confirmation!: HTMLDialogElement;
  @query("#file") private chooser!: HTMLInputElement;

  /** Shows the document; closing returns the focus to where it was. */
  open(document: ListedDocument): void {
    this.document = document;
    this.text = null;
    this.shown = SECTIONS;
    this.opened = new Set();
    this.forgetMessages();
    void readDocumentText(document.id).then((text) => (this.text = text), (reason: Error) => (this.trouble = reason.message));
    void this.updateComplete.then(() => {
      this.drawer.showModal();
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
    });
  }

  override render(): TemplateResult {
    return html`<dialog class="drawer" aria-labelledby="title" @close=${this.closed}>
      ${this.document ? this.renderDocument(this.document) : nothing}
    </dialog>
    <dialog class="kern-dialog confirm" role="alertdialog" aria-labelledby="sure" aria-describedby="warning">
      ${this.document ? this.renderConfirmation(this.document) : nothing}
    </dialog>`;
  }

  private renderDocument(document: ListedDocument): TemplateResult {
    return html`<div class="top">
        <p>${words.details.title}</p>
        <span class="said" role="status">${this.said}</span>
        <button class="quiet-button" @click=${() => this.drawer.close()}>${icon("close")} ${words.close}</button>
        <p class="trouble" role="alert">${this.trouble}</p>
      </div>
      <div class="body">
        <h2 id="title" tabindex="-1">${document.title}</h2>
        <p class="muted">${[document.file_name, standingLabel(document), words.documents.passageCount(document.passages)].join(" · ")}</p>
        ${this.renderForm(document)} ${this.renderFile(document)} ${this.renderText()}
      </div>`;
  }

  private renderForm(document: ListedDocument): TemplateResult {
    const { details } = words;
    return html`<h3>${details.metadata}</h3>
      <form @submit=${this.save}>
        <div class="fields">
          ${field({ name: "title", label: details.documentTitle, value: document.title, error: this.errors.title, required: true })}
          ${field({ name: "collection", label: words.documents.collection, value: document.collection, list: "collections" })}
          ${field({ name: "issuer", label: details.issuer, value: document.issuer })}
          ${field({ name: "valid_from", label: details.validFrom, value: document.valid_from, type: "date" })}
          ${field({ name: "valid_to", label: details.validTo, value: document.valid_to, type: "date", error: this.errors.valid_to })}
          ${field({ name: "reference", label: details.reference, value: document.reference })}
          ${collectionList(this.collections)}
        </div>
        <div class="buttons">
          <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${details.save}</span></button>
        </div>
      </form>`;
  }

  private renderFile(document: ListedDocument): TemplateResult {
    return html`<h3>${words.details.file}</h3>
      <p class="muted">${words.details.replaceHint}</p>
      <div class="buttons">
        <a class="kern-btn kern-btn--secondary" target="_blank" rel="noopener" href=${originalAddress(document)}
          aria-label="${words.details.original} ${words.source.newTab}">
          <span class="kern-label">${words.details.original}</span>
        </a>
        <button class="kern-btn kern-btn--secondary" @click=${() => this.chooser.click()}>
          <span class="kern-label">${words.details.replace}</span>
        </button>
        <input id="file" type="file" hidden aria-label=${words.details.replace} @change=${this.replace} />
        <button class="kern-btn kern-btn--secondary danger" @click=${() => this.confirmation.showModal()}>
          <span class="kern-label">${words.details.delete}</span>
        </button>
      </div>`;
  }

  private renderText(): TemplateResult {
    const sections = this.text?.sections ?? [];
    return html`<h3>${words.details.read}</h3>
      <p class="muted">${words.details.readHint} ${this.text ? words.details.sections(sections.length) : words.source.loading}</p>
      ${sections.slice(0, this.shown).map((section) => this.renderSection(section))}
      ${sections.length > this.shown
        ? html`<button class="quiet-button" @click=${() => (this.shown += SECTIONS)}>${words.details.moreSections}</button>`
        : nothing}`;
  }

  private renderSection(section: Section): TemplateResult {
    const { headings, anchor, page } = section;
    const name = [anchor, headings.join(" › ") || (anchor ? "" : words.details.untitled), page && words.source.shortPage(page)];
    return html`<details @toggle=${(event: Event) => this.toggle(section, (event.target as HTMLDetailsElement).open)}>
      <summary>${name.filter(Boolean).join(" · ")}</summary>
      <div class="section-text">${this.opened.has(section) ? this.drawSection(section) : nothing}</div>
    </details>`;
  }

  private drawSection({ start, end }: Section): unknown {
    const read = this.text?.text ?? "";
    const text = read.slice(unitOffset(read, start), unitOffset(read, end)).trim();
    if (!text) return html`<p class="muted">${words.details.empty}</p>`;
    return drawBlocks(splitBlocks([{ text, mark: null }]), (span) => span.text);
  }

  private renderConfirmation({ title, passages }: ListedDocument): TemplateResult {
    return html`<div class="kern-dialog__header"><h2 class="kern-title kern-title--large" id="sure">${words.details.deleteTitle}</h2></div>
      <section class="kern-dialog__body"><p id="warning">${words.details.deleteWarning(title, passages)}</p></section>
      <div class="kern-dialog__footer">
        <button class="kern-btn kern-btn--secondary" autofocus @click=${() => this.confirmation.close()}>
          <span class="kern-label">${words.cancel}</span>
        </button>
        <button class="kern-btn kern-btn--primary delete" @click=${this.delete}>
          <span class="kern-label">${words.details.deleteConfirm}</span>
        </button>
      </div>`;
  }

  private toggle(section: Section, open: boolean): void {
    if (open) this.opened = new Set(this.opened).add(section);
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const metadata = readMetadata(event.target as HTMLFormElement);
    this.forgetMessages();
    this.errors = { title: metadata.title ? undefined : words.details.titleMissing, valid_to: datesTrouble(metadata) };
    const wrong = Object.entries(this.errors).find(([, message]) => message);
    if (wrong) return this.renderRoot.querySelector<HTMLElement>(`#${wrong[0]}`)?.focus();
    await this.change(async ({ id }) => {
      const changed = await changeDocument(id, metadata);
      this.document = this.document && { ...this.document, ...changed };
      return words.details.saved;
    });
  }

  private async replace(): Promise<void> {
    const file = this.chooser.files?.[0];
    this.chooser.value = "";
    if (!file) return;
    this.forgetMessages();
    await this.change(async ({ id }) => {
      const job = await replaceDocument(id, file);
      this.dispatchEvent(new CustomEvent("replaced", { detail: job }));
      return words.details.replaced;
    });
  }

  private async delete(): Promise<void> {
    this.confirmation.close();
    this.forgetMessages();
    await this.change(async ({ id, title }) => {
      await deleteDocument(id);
      this.drawer.close();
      return words.details.deleted(title);
    });
  }

  /** Carries a change out and says how it went, here and to the page. */
  private async change(carryOut: (document: ListedDocument) => Promise<string>): Promise<void> {
    const { document } = this;
    if (!document) return;
    try {
      this.said = await this.asEditor(() => carryOut(document));
      this.dispatchEvent(new CustomEvent("changed", { detail: this.said }));
    } catch (reason) {
      if (!(reason instanceof NotLoggedIn)) this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }

  private forgetMessages(): void {
    this.errors = {};
    this.said = "";
    this.trouble = "";
  }

  private closed(): void {
    if (!this.drawer.open) this.document = null;
  }
}
