// <aktenlotse-document>: one document for its editor: what is said about it, its file, a question to it,
// what was read from it, and its versions.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { originalAddress, replaceDocument, type Job } from "./api";
import { formatDate } from "./dates";
import type { Deletion } from "./deletion";
import { readDocument, readJobs, type DocumentPage, type Entry } from "./editing-api";
import { editing } from "./editing-words";
import { standingMark } from "./marks";
import { documentAddress, follow, pageAddress } from "./route";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import "./deletion";
import "./metadata";
import "./reading";
import "./release";
import "./trial";
import "./versions";
import editingStyle from "./editing.css?inline";
import style from "./details.css?inline";

const PERIOD = 700;

@customElement("aktenlotse-document")
export class DocumentDetails extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) documentId = "";
  @state() private document: DocumentPage | null = null;
  @state() private replacing = false;
  @state() private said = "";
  @state() private trouble = "";
  @query("aktenlotse-deletion") private deletion!: Deletion;
  @query("#file") private chooser!: HTMLInputElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("documentId")) void this.load();
  }

  private async load(): Promise<void> {
    const { documentId } = this;
    try {
      const document = await readDocument(documentId);
      if (documentId === this.documentId) this.document = document;
    } catch (reason) {
      this.document = null;
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }

  override render(): TemplateResult {
    const back = html`<a class="back" href=${pageAddress("documents")} @click=${follow}>${icon("arrow-back")} ${editing().document.back}</a>`;
    if (!this.document || this.document.id !== this.documentId) {
      return html`${back}<p role="status">${this.trouble || editing().pages.loading}</p>`;
    }
    const { id, title, file_name, version, passages, standing } = this.document;
    return html`${back}
      <h2>${title} ${standingMark(standing)}</h2>
      <p class="muted">${editing().document.summary(file_name, version, passages)}</p>
      ${this.renderNotes(this.document)}
      <aktenlotse-release .document=${this.document}></aktenlotse-release>
      <aktenlotse-metadata .document=${this.document} @saved=${this.saved}></aktenlotse-metadata>
      ${this.renderFile(this.document)}
      <aktenlotse-trial .document=${this.document}></aktenlotse-trial>
      <aktenlotse-reading .document=${this.document}></aktenlotse-reading>
      <aktenlotse-versions .documentId=${id} .version=${Number(version)}></aktenlotse-versions>
      <aktenlotse-deletion .document=${this.document}></aktenlotse-deletion>`;
  }

  private renderNotes({ standing, valid_from, doubt, after, before }: DocumentPage): unknown {
    const { document } = editing();
    const links = (label: string, others: Entry[]): unknown =>
      others.length ? html`<p>${label}: ${others.map((other, index) => [index ? ", " : "", documentLink(other)])}</p>` : nothing;
    const said = standing === "expired" ? document.expired
      : standing === "coming" ? document.coming(formatDate(valid_from ?? ""))
      : standing === "soon" ? document.soon : "";
    return html`
      ${said ? note("warning", said, links(document.supersededBy, after)) : links(document.supersededBy, after)}
      ${doubt ? note("warning", document.doubt, html`<p>${doubt}</p>`) : nothing}
      ${links(document.supersedes, before)}`;
  }

  private renderFile(document: DocumentPage): TemplateResult {
    return html`<section aria-labelledby="file-heading">
      <h3 id="file-heading">${editing().document.fileHeading}</h3>
      <p class="muted">${editing().document.replaceHint}</p>
      <div class="buttons">
        <a class="kern-btn kern-btn--secondary" target="_blank" rel="noopener" href=${originalAddress(document)}
          aria-label="${editing().document.original} ${words.source.newTab}">
          <span class="kern-label">${editing().document.original}</span>
        </a>
        <button class="kern-btn kern-btn--secondary" aria-disabled=${this.replacing} @click=${() => this.replacing || this.chooser.click()}>
          <span class="kern-label">${editing().document.replace}</span>
        </button>
        <input id="file" type="file" hidden aria-label=${editing().document.replace} @change=${this.replace} />
        <button class="kern-btn kern-btn--secondary danger" aria-haspopup="dialog" @click=${() => void this.deletion.open()}>
          <span class="kern-label">${editing().document.delete}</span>
        </button>
      </div>
      <p class="said" role="status">${this.said}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
    </section>`;
  }

  private saved(): void {
    void this.load();
  }

  private async replace(): Promise<void> {
    const file = this.chooser.files?.[0];
    this.chooser.value = "";
    if (!file) return;
    this.trouble = "";
    this.replacing = true;
    try {
      const job = await replaceDocument(this.documentId, file);
      this.said = editing().document.replaced;
      await this.wait(job);
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
    this.replacing = false;
  }

  /** Until the new version is read, or could not be. */
  private async wait(job: Job): Promise<void> {
    while (this.isConnected) {
      const [now = job] = await readJobs([job.id]);
      this.said = now.status === "running" && now.message ? now.message : this.said;
      if (now.status === "failed") throw new Error(now.message ?? editing().upload.unreadable);
      if (now.status === "ready") break;
      await new Promise((resolve) => setTimeout(resolve, PERIOD));
    }
    this.said = editing().upload.announceReady(job.file_name);
    await this.load();
  }
}

function note(kind: string, text: string, more: unknown): TemplateResult {
  return html`<div class="kern-alert kern-alert--${kind}">
    <div class="kern-alert__header">${icon("warning")}<span class="kern-title">${text}</span></div>
    <div class="kern-alert__body">${more}</div>
  </div>`;
}

function documentLink({ id, title }: Entry): TemplateResult {
  return html`<a href=${documentAddress(id)} @click=${follow}>${title}</a>`;
}
