// <aktenlotse-conversations>: the conversations that are kept, to open, rename, save and delete. Knows the
// list, not what is in an answer, nor where they are kept.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { browserArchive, type Archive } from "./archive";
import { ApiError } from "./api";
import type { Turn } from "./conversation";
import { formatTime } from "./dates";
import { hasAnswers, saveMarkdown, saveMemo } from "./exporting";
import type { Conversation } from "./saved";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import style from "./conversations.css?inline";

@customElement("aktenlotse-conversations")
export class ConversationList extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) findArchive = (): Promise<Archive> => Promise.resolve(browserArchive);
  @property({ attribute: false }) current = "";
  @property({ attribute: false }) notice = "";
  @state() private archive: Archive | null = null;
  @state() private all: Conversation[] = [];
  @state() private renamed: string | null = null;
  @state() private sure = false;
  @state() private said = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  show(): void {
    this.said = "";
    this.sure = false;
    this.renamed = null;
    this.archive = null;
    this.dialog.showModal();
    void this.attempt(async () => this.load(await this.findArchive()));
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @keydown=${this.press}>
      <div class="top">
        <h2 id="title">${words.conversations.title}</h2>
        <button class="quiet-button" @click=${() => this.dialog.close()}>${icon("close")} ${words.close}</button>
      </div>
      <div class="body">
        ${this.archive ? this.renderAll(this.archive) : nothing}
        <p class="said" role="status">${this.said}</p>
      </div>
    </dialog>`;
  }

  private renderAll(archive: Archive): TemplateResult {
    return html`<p class="muted">${archive.hint()}</p>
      ${this.all.length ? nothing : html`<p>${words.conversations.none}</p>`}
      <ul>${repeat(this.all, ({ id }) => id, (each) => html`<li>${each.id === this.renamed ? this.renderForm(each, archive) : this.renderEntry(each, archive)}</li>`)}</ul>
      ${this.all.length ? html`<button class="quiet-button danger" @click=${() => this.deleteAll(archive)}>
        ${icon("delete")} ${this.sure ? words.conversations.deleteAllSure : words.conversations.deleteAll}</button>` : nothing}`;
  }

  private renderEntry(each: Conversation, archive: Archive): TemplateResult {
    const { title, turns } = each;
    return html`<button class="entry" @click=${() => this.choose(each, archive)}>
        <span class="entry-title">${title}</span>
        <span class="muted">${formatTime(each.changed)}${each.id === this.current ? ` · ${words.conversations.current}` : ""}</span>
      </button>
      <div class="tools">
        ${archive.remote || hasAnswers(turns) ? html`
          ${this.renderTool("draft", words.conversations.asMarkdown(title), words.conversations.markdown, () => this.save(each, archive, saveMarkdown))}
          ${this.renderTool("download", words.conversations.asMemo(title), words.conversations.memo, () => this.save(each, archive, saveMemo))}` : nothing}
        ${this.renderTool("edit", words.conversations.rename(title), null, () => this.startRenaming(each))}
        ${this.renderTool("delete", words.conversations.delete(title), null, () => this.forget([each], archive))}
      </div>`;
  }

  private renderTool(name: string, label: string, text: string | null, action: () => unknown): TemplateResult {
    return html`<button class="quiet-button" aria-label=${label} title=${label} @click=${action}>${icon(name)} ${text}</button>`;
  }

  private renderForm(each: Conversation, archive: Archive): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => this.rename(event, each, archive)}>
      <label for="new-title">${words.conversations.newTitle}</label>
      <input id="new-title" class="kern-form-input__input" maxlength="80" required .value=${each.title} />
      <div class="tools">
        <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${words.save}</span></button>
        <button class="kern-btn kern-btn--tertiary" type="button" @click=${() => this.stopRenaming(each)}>
          <span class="kern-label">${words.cancel}</span></button>
      </div>
    </form>`;
  }

  private choose(conversation: Conversation, archive: Archive): Promise<void> {
    return this.attempt(async () => {
      const detail = await archive.open(conversation);
      this.dialog.close();
      this.dispatchEvent(new CustomEvent("chosen", { detail }));
    });
  }

  private async startRenaming({ id }: Conversation): Promise<void> {
    this.renamed = id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>("#new-title")?.select();
  }

  private async rename(event: SubmitEvent, each: Conversation, archive: Archive): Promise<void> {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>("#new-title")?.value.trim();
    await this.attempt(async () => {
      if (title) await archive.rename(each, title);
      await this.load(archive);
    });
    if (title) this.dispatchEvent(new CustomEvent("renamed", { detail: { ...each, title } }));
    await this.stopRenaming(each);
  }

  private async stopRenaming({ id }: Conversation): Promise<void> {
    this.renamed = null;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>(".entry")[this.all.findIndex((each) => each.id === id)]?.focus();
  }

  private save(each: Conversation, archive: Archive, write: (title: string, turns: Turn[], notice: string) => Promise<void> | void): Promise<void> {
    return this.attempt(async () => write(each.title, (await archive.open(each)).turns, this.notice));
  }

  private deleteAll(archive: Archive): void {
    if (this.sure) void this.forget(this.all, archive);
    this.sure = !this.sure;
  }

  private async forget(gone: Conversation[], archive: Archive): Promise<void> {
    const all = gone === this.all;
    await this.attempt(async () => {
      await archive.forget(gone, all);
      this.dispatchEvent(new CustomEvent("gone", { detail: gone }));
      await this.load(archive);
      this.said = words.conversations.deleted;
    });
    this.renderRoot.querySelector<HTMLElement>("#title + button")?.focus();
  }

  private async load(archive: Archive): Promise<void> {
    this.all = await archive.list();
    this.archive = archive;
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.said = "";
    await action().catch((reason: unknown) => (this.said = reason instanceof ApiError ? reason.message : words.conversations.failed));
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Escape") event.preventDefault(); // only this dialog closes, not the panel around it
    if (event.key === "Escape") this.dialog.close();
  }
}
