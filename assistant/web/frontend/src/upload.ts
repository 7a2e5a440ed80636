// <aktenlotse-upload>: takes new files and folders and shows what becomes of each, also after a reload.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { addDocument, ApiError, readActiveJobs, type Collection, type Metadata } from "./api";
import { readJobs } from "./editing-api";
import { editing } from "./editing-words";
import { collectionList, datesTrouble, field, readMetadata } from "./fields";
import { chosenFiles, droppedFiles, isLeftover, type NamedFile } from "./files";
import { icon, innerStyle } from "./style";
import { fromJob, isFinished, renderUpload, type Upload } from "./uploads";
import { unsentFiles, watchedJobs } from "./watched";
import editingStyle from "./editing.css?inline";
import style from "./upload.css?inline";

interface Waiting extends NamedFile {
  key: string;
  metadata: Partial<Metadata>;
}

const PERIOD = 1000;
const AT_ONCE = 2;
const SHOWN = 100;

@customElement("aktenlotse-upload")
export class UploadArea extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) collections: Collection[] = [];
  @state() private uploads = new Map<string, Upload>();
  @state() private lost = unsentFiles.read();
  @state() private skipped = 0;
  @state() private over = false;
  @state() private onlyFailures = false;
  @state() private trouble: string | undefined;
  @state() private said = "";
  @query("#files") private chooser!: HTMLInputElement;
  @query("#folder") private folderChooser!: HTMLInputElement;
  @query("form") private form!: HTMLFormElement;
  private timer = 0;
  private queue: Waiting[] = [];
  private sending = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    unsentFiles.keep([]);
    addEventListener("beforeunload", this.warn);
    void this.watch(true);
    this.timer = window.setInterval(() => void this.watch(false), PERIOD);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeunload", this.warn);
    clearInterval(this.timer);
  }

  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (this.sending) event.preventDefault();
  };

  override render(): TemplateResult {
    const { upload } = editing();
    return html`<section aria-labelledby="heading">
      <h3 id="heading">${editing().upload.heading}</h3>
      <div class="drop ${this.over ? "over" : ""}" @dragover=${this.drag} @dragleave=${() => (this.over = false)} @drop=${this.drop}>
        <p class="lead by-mouse">${upload.dropMany}</p>
        <div class="choosers">
          <button class="kern-btn kern-btn--primary" @click=${() => this.chooser.click()}>
            <span class="kern-label">${editing().upload.choose}</span></button>
          <button class="kern-btn kern-btn--secondary" @click=${() => this.folderChooser.click()}>
            <span class="kern-label">${upload.chooseFolder}</span></button>
        </div>
        <input id="files" type="file" multiple hidden aria-label=${editing().upload.choose} @change=${this.chosen} />
        <input id="folder" type="file" webkitdirectory hidden aria-label=${upload.chooseFolder} @change=${this.chosen} />
        <p class="muted">${upload.formats}</p>
      </div>
      ${this.renderBatch()} ${this.renderLost()}
      ${this.uploads.size ? this.renderProgress() : nothing}
      <div class="kern-sr-only" role="status">${this.said}</div>
    </section>`;
  }

  private renderBatch(): TemplateResult {
    return html`<details>
      <summary>${editing().upload.batch}</summary>
      <p class="muted">${editing().upload.batchHint}</p>
      <form class="fields" @submit=${(event: Event) => event.preventDefault()}>
        ${field({ name: "collection", label: editing().list.collection, list: "collections" })}
        ${field({ name: "issuer", label: editing().document.issuer })}
        ${field({ name: "valid_from", label: editing().document.validFrom, type: "date" })}
        ${field({ name: "valid_to", label: editing().document.validTo, type: "date", error: this.trouble })}
        ${collectionList(this.collections)}
      </form>
    </details>`;
  }

  private renderLost(): unknown {
    const { upload } = editing();
    if (!this.lost.length) return this.skipped ? html`<p class="muted">${upload.skipped(this.skipped)}</p>` : nothing;
    return html`<div class="kern-alert kern-alert--warning" role="alert">
      <div class="kern-alert__header">${icon("warning")}<span class="kern-title">${upload.lost(this.lost.length)}</span></div>
      <div class="kern-alert__body">
        <ul class="plain">${this.lost.slice(0, 10).map((name) => html`<li>${name}</li>`)}</ul>
        ${this.lost.length > 10 ? html`<p>${upload.lostMore(this.lost.length - 10)}</p>` : nothing}
        <button class="quiet-button" @click=${() => (this.lost = [])}>${upload.forget}</button>
      </div>
    </div>`;
  }

  private renderProgress(): TemplateResult {
    const all = [...this.uploads.values()];
    const done = all.filter(isFinished).length;
    const failures = all.filter((upload) => upload.stage === "failed");
    const shown = this.onlyFailures && failures.length ? failures : all;
    const same = all.filter(({ unchanged }) => unchanged).length;
    const summary = [
      editing().upload.summary(done, all.length),
      same ? editing().upload.sameCount(same) : "",
      failures.length ? editing().upload.failures(failures.length) : "",
    ];
    return html`<div class="progress-head">
        <h4 id="progress">${editing().upload.progress}: ${summary.filter(Boolean).join(", ")}</h4>
        <span>
          ${failures.length ? html`<button class="quiet-button" aria-pressed=${this.onlyFailures}
            @click=${() => (this.onlyFailures = !this.onlyFailures)}>${editing().upload.onlyFailures}</button>` : nothing}
          ${done ? html`<button class="quiet-button" @click=${this.clear}>${editing().upload.clear}</button>` : nothing}
        </span>
      </div>
      <progress aria-labelledby="progress" max=${all.length} value=${done}></progress>
      <ul aria-labelledby="progress" tabindex="0">
        ${repeat(shown.slice(0, SHOWN), (upload) => upload.key, (upload) => renderUpload(upload, (one) => this.retry(one)))}
        ${shown.length > SHOWN ? html`<li class="muted"><span></span>${editing().upload.more(shown.length - SHOWN)}</li>` : nothing}
      </ul>`;
  }

  private drag(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    void droppedFiles(event.dataTransfer).then((files) => this.add(files));
  }

  private chosen(event: Event): void {
    const chooser = event.target as HTMLInputElement;
    this.add(chosenFiles(chooser.files));
    chooser.value = "";
  }

  private add(files: NamedFile[]): void {
    const metadata = readMetadata(this.form);
    this.trouble = datesTrouble(metadata);
    if (this.trouble) {
      this.renderRoot.querySelector("details")?.setAttribute("open", "");
      return;
    }
    const wanted = files.filter(({ name }) => !isLeftover(name));
    this.skipped = files.length - wanted.length;
    this.lost = [];
    for (const { file, name } of wanted) this.enqueue({ key: crypto.getRandomValues(new Uint32Array(2)).join("-"), file, name, metadata });
    for (let index = this.sending; index < AT_ONCE; index++) void this.sendNext();
  }

  private enqueue(waiting: Waiting): void {
    this.queue.push(waiting);
    this.put([{ key: waiting.key, fileName: waiting.name, stage: "sending" }]);
  }

  private async sendNext(): Promise<void> {
    const next = this.queue.shift();
    if (!next) return;
    this.sending++;
    this.remember(next);
    try {
      const job = await addDocument(next.file, next.metadata, next.name);
      this.replace(next.key, fromJob(job));
    } catch (reason) {
      this.put([failure(next, reason, () => this.enqueue(next))]);
    }
    this.sending--;
    this.remember();
    await this.sendNext();
  }

  private retry(upload: Upload): void {
    this.forget(upload.key);
    upload.again?.();
    void this.sendNext();
  }

  /** Asks what became of the files that are still under way. */
  private async watch(first: boolean): Promise<void> {
    const open = [...this.uploads.values()].filter(({ stage }) => stage === "waiting" || stage === "running").map(({ key }) => key);
    if (!first && !open.length) return;
    const active = await readActiveJobs().catch(() => null);
    if (!active) return; // the next look will tell
    const running = new Set(active.map((job) => job.id));
    const gone = (first ? watchedJobs.read() : open).filter((id) => !running.has(id));
    const ended = await readJobs(gone).catch(() => []);
    if (ended.length || active.length) this.put([...ended, ...active].map(fromJob));
  }

  private put(changed: Upload[]): void {
    const before = this.uploads;
    const ended = changed.filter((upload) => isFinished(upload) && before.has(upload.key) && !isFinished(before.get(upload.key) as Upload));
    this.uploads = new Map([...before, ...changed.map((upload): [string, Upload] => [upload.key, upload])]);
    this.follow();
    if (ended.length) this.tell(ended);
  }

  private replace(key: string, upload: Upload): void {
    this.uploads = new Map([...this.uploads].map(([known, value]) => (known === key ? [upload.key, upload] : [known, value])));
    this.follow();
  }

  private forget(key: string): void {
    this.uploads = new Map([...this.uploads].filter(([known]) => known !== key));
  }

  private follow(): void {
    watchedJobs.keep([...this.uploads.values()].filter((upload) => upload.job).map(({ key }) => key));
  }

  /** Keeps the names of what would be lost by a reload. */
  private remember(next?: Waiting): void {
    unsentFiles.keep([...(next ? [next] : []), ...this.queue].map(({ name }) => name));
  }

  private tell(ended: Upload[]): void {
    const failed = ended.filter((upload) => upload.stage === "failed");
    const [first] = failed.length ? failed : ended;
    if (!first) return;
    if (failed.length) this.said = editing().upload.announceFailed(first.fileName, first.message ?? editing().upload.failed);
    else this.said = ended.length === 1 ? editing().upload.announceReady(first.fileName) : editing().upload.allReady(ended.length);
    if (ended.length > failed.length) this.dispatchEvent(new CustomEvent("ready"));
  }

  private clear(): void {
    this.uploads = new Map([...this.uploads].filter(([, upload]) => !isFinished(upload)));
    this.follow();
  }
}

function failure({ key, name }: Waiting, reason: unknown, again: () => void): Upload {
  const message = reason instanceof Error ? reason.message : String(reason);
  return { key, fileName: name, stage: "failed", message, code: reason instanceof ApiError ? reason.code : "", again };
}
