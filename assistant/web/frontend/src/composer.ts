// <aktenlotse-composer>: the field for a question, and where and for which day it asks.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { ChatRequest, Collection } from "./api";
import { formatDate } from "./dates";
import { glyph, innerStyle } from "./style";
import { words } from "./words";
import style from "./composer.css?inline";

export type Question = Omit<ChatRequest, "history">;

@customElement("aktenlotse-composer")
export class Composer extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) busy = false;
  @property({ attribute: false }) followUp = false;
  @property({ attribute: false }) collections: Collection[] = [];
  /** Collections that the page limits the chat to; none: all. */
  @property({ attribute: false }) within: string[] = [];
  @property({ attribute: false }) notice = "";
  @state() private draft = "";
  @state() private chosen: string[] = [];
  @state() private asOf = "";
  @state() private open = false;
  @query("textarea") private field!: HTMLTextAreaElement;

  override focus(): void {
    this.field.focus();
  }

  /** Asks a question with the settings as they are. */
  send(question: string): void {
    if (this.busy || !question.trim()) return;
    const collections = this.chosen.length ? this.chosen : this.within;
    const detail: Question = {
      question: question.trim(),
      collections: collections.length ? collections : null,
      as_of: this.asOf || null,
    };
    this.draft = "";
    this.open = false;
    this.focus();
    this.dispatchEvent(new CustomEvent("ask", { detail }));
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.submit}>
      <label class="kern-sr-only" for="question">${words.chat.question}</label>
      <div class="field">
        <textarea
          id="question"
          rows="1"
          maxlength="4000"
          aria-describedby="keys"
          placeholder=${this.followUp ? words.chat.followUp : words.chat.placeholder}
          .value=${this.draft}
          @input=${() => (this.draft = this.field.value)}
          @keydown=${this.press}
        ></textarea>
        ${this.busy ? this.renderStop() : this.renderSend()}
      </div>
      <p id="keys" class="kern-sr-only">${words.chat.keys}</p>
    </form>
    <div class="below">
      <p class="notice">${this.notice}</p>
      <button class="quiet-button" aria-expanded=${this.open} aria-controls="settings" @click=${() => (this.open = !this.open)}>
        ${glyph("tune")} <span class="label">${words.chat.settings}${this.summary().length ? ":" : ""}</span> ${this.summary().join(" · ")}
      </button>
    </div>
    <div id="settings">${this.open ? this.renderSettings() : nothing}</div>`;
  }

  private renderSend(): TemplateResult {
    return html`<button class="go" type="submit" aria-label=${words.chat.send} aria-disabled=${!this.draft.trim()}>
      ${glyph("send")}
    </button>`;
  }

  private renderStop(): TemplateResult {
    return html`<button class="go" type="button" aria-label=${words.chat.stop} @click=${this.stop}>${glyph("stop")}</button>`;
  }

  private renderSettings(): TemplateResult {
    return html`<div class="settings">
      ${this.collections.length ? html`<fieldset>
        <legend>${words.chat.collections}</legend>
        <p class="hint">${words.chat.allCollections}</p>
        ${this.collections.map(({ name, documents }) => html`<label class="choice">
          <input type="checkbox" .checked=${this.chosen.includes(name)} @change=${() => this.toggle(name)} />
          <span>${name} <span class="muted">(${words.chat.documentCount(documents)})</span></span>
        </label>`)}
      </fieldset>` : nothing}
      <div>
        <label class="date-label" for="as-of">${words.chat.asOf}</label>
        <p class="hint" id="as-of-hint">${words.chat.asOfHint}</p>
        <input id="as-of" class="kern-form-input__input" type="date" aria-describedby="as-of-hint"
          .value=${this.asOf} @change=${(event: Event) => (this.asOf = (event.target as HTMLInputElement).value)} />
        ${this.summary().length
          ? html`<p><button class="quiet-button" @click=${this.reset}>${words.chat.reset}</button></p>`
          : nothing}
      </div>
    </div>`;
  }

  private summary(): string[] {
    return [
      ...(this.chosen.length ? [words.chat.chosen(this.chosen.length)] : []),
      ...(this.asOf ? [words.chat.chosenDate(formatDate(this.asOf))] : []),
    ];
  }

  private toggle(name: string): void {
    this.chosen = this.chosen.includes(name) ? this.chosen.filter((other) => other !== name) : [...this.chosen, name];
  }

  private reset(): void {
    this.chosen = [];
    this.asOf = "";
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.send(this.draft);
  }

  private stop(): void {
    this.dispatchEvent(new CustomEvent("stop"));
    this.focus();
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send(this.draft);
  }
}
