// <aktenlotse-upload>: takes new files and shows what becomes of each, also after a reload.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { addDocument, readActiveJobs, readJob, type Collection, type Job } from "./api";
import { collectionList, datesTrouble, field, readMetadata } from "./fields";
import { NotLoggedIn } from "./login";
import { icon, kernStyle } from "./style";
import { watchedJobs } from "./watched";
import { words } from "./words";
import style from "./upload.css?inline";

export type AsEditor = <T>(action: () => Promise<T>) => Promise<T>;

interface Upload {
  key: string;
  fileName: string;
  state: "sending" | Job["status"];
  message: string | null;
}

const PERIOD = 1000;
const AT_ONCE = 2;
const ICONS = { sending: "drive-folder-upload", waiting: "draft", running: "autorenew", ready: "success", failed: "danger" };

@customElement("aktenlotse-upload")
export class UploadArea extends LitElement {
  static override styles = [...kernStyle, unsafeCSS(style)];

  @property({ attribute: false }) asEditor!: AsEditor;
  @property({ attribute: false }) collections: Collection[] = [];
  @state() private uploads: Upload[] = [];
  @state() private over = false;
  @state() private trouble: string | undefined;
  @state() private said = "";
  @query("#files") private chooser!: HTMLInputElement;
  @query("form") private form!: HTMLFormElement;
  private timer = 0;
  private queue: { file: File; upload: Upload }[] = [];
  private sending = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.watch(true);
    this.timer = window.setInterval(() => void this.watch(false), PERIOD);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  /** Also shows what another part of the page has started. */
  follow(job: Job): void {
    watchedJobs.add(job.id);
    this.put(fromJob(job));
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <h3 id="heading">${words.upload.heading}</h3>
      <div class="drop ${this.over ? "over" : ""}" @dragover=${this.drag} @dragleave=${() => (this.over = false)} @drop=${this.drop}>
        <p class="lead by-mouse">${words.upload.drop}</p>
        <p class="muted by-mouse">${words.upload.or}</p>
        <button class="kern-btn kern-btn--primary" @click=${() => this.chooser.click()}>
          <span class="kern-label">${words.upload.choose}</span>
        </button>
        <input id="files" type="file" multiple hidden aria-label=${words.upload.choose} @change=${this.chosen} />
        <p class="muted">${words.upload.formats}</p>
      </div>
      ${this.renderBatch()}
      ${this.uploads.length ? this.renderProgress() : nothing}
      <div class="kern-sr-only" role="status">${this.said}</div>
    </section>`;
  }

  private renderBatch(): TemplateResult {
    return html`<details>
      <summary>${words.upload.batch}</summary>
      <p class="muted">${words.upload.batchHint}</p>
      <form class="fields" @submit=${(event: Event) => event.preventDefault()}>
        ${field({ name: "collection", label: words.documents.collection, list: "collections" })}
        ${field({ name: "issuer", label: words.details.issuer })}
        ${field({ name: "valid_from", label: words.details.validFrom, type: "date" })}
        ${field({ name: "valid_to", label: words.details.validTo, type: "date", error: this.trouble })}
        ${collectionList(this.collections)}
      </form>
    </details>`;
  }

  private renderProgress(): TemplateResult {
    const done = this.uploads.filter(isFinished).length;
    const failures = this.uploads.filter((upload) => upload.state === "failed").length;
    const summary = [words.upload.summary(done, this.uploads.length), failures ? words.upload.failures(failures) : ""];
    return html`<div class="progress-head">
        <h4 id="progress">${words.upload.progress}: ${summary.filter(Boolean).join(", ")}</h4>
        ${done ? html`<button class="quiet-button" @click=${this.clear}>${words.upload.clear}</button>` : nothing}
      </div>
      <progress aria-labelledby="progress" max=${this.uploads.length} value=${done}></progress>
      <ul aria-labelledby="progress" tabindex="0">${repeat(this.uploads, (upload) => upload.key, renderUpload)}</ul>`;
  }

  private drag(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    this.add([...(event.dataTransfer?.files ?? [])]);
  }

  private chosen(): void {
    this.add([...(this.chooser.files ?? [])]);
    this.chooser.value = "";
  }

  private add(files: File[]): void {
    this.trouble = datesTrouble(readMetadata(this.form));
    if (this.trouble) {
      this.renderRoot.querySelector("details")?.setAttribute("open", "");
      return;
    }
    for (const file of files) {
      const upload: Upload = { key: crypto.getRandomValues(new Uint32Array(2)).join("-"), fileName: file.name, state: "sending", message: null };
      this.queue.push({ file, upload });
      this.put(upload);
    }
    for (let index = this.sending; index < AT_ONCE; index++) void this.sendNext();
  }

  private async sendNext(): Promise<void> {
    const next = this.queue.shift();
    if (!next) return;
    this.sending++;
    const metadata = readMetadata(this.form);
    try {
      const job = await this.asEditor(() => addDocument(next.file, metadata));
      this.uploads = this.uploads.filter((other) => other.key !== next.upload.key);
      this.follow(job);
    } catch (reason) {
      if (reason instanceof NotLoggedIn) this.uploads = this.uploads.filter((other) => other.key !== next.upload.key);
      else this.put({ ...next.upload, state: "failed", message: reason instanceof Error ? reason.message : String(reason) });
    }
    this.sending--;
    await this.sendNext();
  }

  /** Asks what became of the files that are still under way. */
  private async watch(first: boolean): Promise<void> {
    const open = this.uploads.filter((upload) => !isFinished(upload) && upload.state !== "sending").map((upload) => upload.key);
    if (!first && !open.length) return;
    const active = await readActiveJobs().catch(() => null);
    if (!active) return; // the next look will tell
    active.forEach((job) => watchedJobs.add(job.id));
    const running = new Set(active.map((job) => job.id));
    const gone = (first ? watchedJobs.read() : open).filter((id) => !running.has(id));
    const ended = await Promise.all(gone.map((id) => readJob(id).catch(() => watchedJobs.drop(id))));
    for (const job of [...active, ...ended]) if (job) this.put(fromJob(job));
  }

  private put(upload: Upload): void {
    const before = this.uploads.find((other) => other.key === upload.key);
    this.uploads = before
      ? this.uploads.map((other) => (other === before ? upload : other))
      : [...this.uploads, upload];
    if (before && !isFinished(before) && isFinished(upload)) this.tell(upload);
  }

  private tell({ state: outcome, fileName, message }: Upload): void {
    const ready = outcome === "ready";
    this.said = ready ? words.upload.announceReady(fileName) : words.upload.announceFailed(fileName, message ?? words.upload.failed);
    if (ready) this.dispatchEvent(new CustomEvent("ready"));
  }

  private clear(): void {
    this.uploads.filter(isFinished).forEach((upload) => watchedJobs.drop(upload.key));
    this.uploads = this.uploads.filter((upload) => !isFinished(upload));
  }
}

function fromJob({ id, file_name, status, message }: Job): Upload {
  return { key: id, fileName: file_name, state: status, message: status === "failed" ? (message ?? words.upload.unreadable) : null };
}

function isFinished({ state: stage }: Upload): boolean {
  return stage === "ready" || stage === "failed";
}

function renderUpload({ fileName, state: stage, message }: Upload): TemplateResult {
  return html`<li class=${stage}>
    ${icon(ICONS[stage])}
    <span class="name">${fileName}</span>
    <span>${words.upload[stage]}</span>
    ${message ? html`<p class="message">${message}</p>` : nothing}
  </li>`;
}
