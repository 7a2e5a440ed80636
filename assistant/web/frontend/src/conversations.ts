// <aktenlotse-conversations>: the conversations that this browser keeps, to open, rename, save and
// delete. Knows the list, not what is in an answer.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { formatTime } from "./dates";
import { hasAnswers, saveMarkdown, saveMemo } from "./exporting";
import { forget, LONGEST_DAYS, MOST, readAll, rename, type Conversation } from "./saved";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import style from "./conversations.css?inline";

@customElement("aktenlotse-conversations")
export class ConversationList extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) current = "";
  @property({ attribute: false }) notice = "";
  @state() private all: Conversation[] = [];
  @state() private renamed: string | null = null;
  @state() private sure = false;
  @state() private said = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  show(): void {
    this.said = "";
    this.sure = false;
    this.renamed = null;
    this.all = readAll();
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @keydown=${this.press}>
      <div class="top">
        <h2 id="title">${words.conversations.title}</h2>
        <button class="quiet-button" @click=${() => this.dialog.close()}>${icon("close")} ${words.close}</button>
      </div>
      <div class="body">
        <p class="muted">${words.conversations.hint(MOST, LONGEST_DAYS)}</p>
        ${this.all.length ? nothing : html`<p>${words.conversations.none}</p>`}
        <ul>${repeat(this.all, ({ id }) => id, (each) => html`<li>${each.id === this.renamed ? this.renderForm(each) : this.renderEntry(each)}</li>`)}</ul>
        ${this.all.length ? html`<button class="quiet-button danger" @click=${this.deleteAll}>
          ${icon("delete")} ${this.sure ? words.conversations.deleteAllSure : words.conversations.deleteAll}</button>` : nothing}
        <p class="said" role="status">${this.said}</p>
      </div>
    </dialog>`;
  }

  private renderEntry(each: Conversation): TemplateResult {
    const { title, turns } = each;
    return html`<button class="entry" @click=${() => this.choose(each)}>
        <span class="entry-title">${title}</span>
        <span class="muted">${formatTime(each.changed)}${each.id === this.current ? ` · ${words.conversations.current}` : ""}</span>
      </button>
      <div class="tools">
        ${hasAnswers(turns) ? html`
          ${this.renderTool("draft", words.conversations.asMarkdown(title), words.conversations.markdown, () => saveMarkdown(title, turns, this.notice))}
          ${this.renderTool("download", words.conversations.asMemo(title), words.conversations.memo, () => this.saveMemo(each))}` : nothing}
        ${this.renderTool("edit", words.conversations.rename(title), null, () => this.startRenaming(each))}
        ${this.renderTool("delete", words.conversations.delete(title), null, () => this.delete(each))}
      </div>`;
  }

  private renderTool(name: string, label: string, text: string | null, action: () => unknown): TemplateResult {
    return html`<button class="quiet-button" aria-label=${label} title=${label} @click=${action}>${icon(name)} ${text}</button>`;
  }

  private renderForm(each: Conversation): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => this.rename(event, each)}>
      <label for="new-title">${words.conversations.newTitle}</label>
      <input id="new-title" class="kern-form-input__input" maxlength="80" required .value=${each.title} />
      <div class="tools">
        <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${words.save}</span></button>
        <button class="kern-btn kern-btn--tertiary" type="button" @click=${() => this.stopRenaming(each)}>
          <span class="kern-label">${words.cancel}</span></button>
      </div>
    </form>`;
  }

  private choose(conversation: Conversation): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent("chosen", { detail: conversation }));
  }

  private async startRenaming({ id }: Conversation): Promise<void> {
    this.renamed = id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>("#new-title")?.select();
  }

  private rename(event: SubmitEvent, each: Conversation): void {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>("#new-title")?.value.trim();
    if (title) rename(each, title);
    this.all = readAll();
    void this.stopRenaming(each);
  }

  private async stopRenaming({ id }: Conversation): Promise<void> {
    this.renamed = null;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>(".entry")[this.all.findIndex((each) => each.id === id)]?.focus();
  }

  private async saveMemo({ title, turns }: Conversation): Promise<void> {
    this.said = await saveMemo(title, turns).then(() => "", () => words.answer.memoFailed);
  }

  private delete({ id }: Conversation): void {
    this.forget([id]);
  }

  private deleteAll(): void {
    if (this.sure) this.forget(this.all.map(({ id }) => id));
    this.sure = !this.sure;
  }

  private forget(ids: string[]): void {
    for (const id of ids) forget(id);
    this.all = readAll();
    this.said = words.conversations.deleted;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("#title + button")?.focus());
    if (ids.includes(this.current)) this.dispatchEvent(new CustomEvent("gone"));
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Escape") event.preventDefault(); // only this dialog closes, not the panel around it
    if (event.key === "Escape") this.dialog.close();
  }
}
