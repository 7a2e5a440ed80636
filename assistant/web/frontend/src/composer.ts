// <aktenlotse-composer>: the field for a question, and where and for which day it asks.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { ChatRequest, Collection } from "./api";
import { formatDate } from "./dates";
import { glyph, kernStyle } from "./style";
import { words } from "./words";

export type Question = Omit<ChatRequest, "history">;

@customElement("aktenlotse-composer")
export class Composer extends LitElement {
  static override styles = [...kernStyle, css`
    form {
      padding: 0.5rem 0 0.25rem;
    }
    .field {
      display: flex;
      align-items: flex-end;
      gap: 0.5rem;
      padding: 0.375rem;
      border: 2px solid var(--kern-color-form-input-border);
      border-radius: 0.75rem;
      background: var(--kern-color-layout-background-default-surface);
    }
    .field:focus-within {
      outline: 3px solid var(--kern-color-action-focus-default);
      outline-offset: 1px;
    }
    textarea {
      flex: 1;
      box-sizing: border-box;
      min-width: 0;
      min-height: 2.75rem;
      max-height: 30dvh;
      padding: 0.5rem 0.75rem !important;
      border: 0;
      background: none;
      color: inherit;
      font-size: 1.125rem;
      line-height: 1.75rem;
      resize: none;
      field-sizing: content;
    }
    .field > textarea:focus-visible {
      outline: none;
    }
    textarea::placeholder {
      color: var(--kern-color-layout-text-muted);
      opacity: 1;
    }
    .go {
      display: grid;
      place-items: center;
      width: 2.75rem;
      height: 2.75rem;
      flex: none;
      border: 0;
      border-radius: 0.5rem;
      background: var(--kern-color-action-default);
      color: var(--kern-color-action-on-default);
      cursor: pointer;
    }
    .go:hover {
      background: var(--kern-color-action-state-indicator-shade-hover);
    }
    .go[aria-disabled="true"] {
      background: var(--kern-color-feedback-default-background);
      color: var(--kern-color-layout-text-muted);
      cursor: default;
    }
    .below {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 0 1rem;
    }
    .notice {
      margin: 0.25rem 0;
      color: var(--kern-color-layout-text-muted);
      font-size: 1rem;
      line-height: 1.35;
    }
    .below .quiet-button {
      margin-right: -0.625rem;
    }
    @media (max-width: 30rem) {
      .notice {
        font-size: 0.875rem;
      }
      .label {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
    .settings {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
      gap: 1rem 2rem;
      max-height: 40dvh;
      padding: 0.75rem 1rem 1rem;
      margin-bottom: 0.5rem;
      overflow-y: auto;
      border: 1px solid var(--kern-color-decorative-border-default);
      border-radius: 0.5rem;
    }
    fieldset {
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend,
    .date-label {
      padding: 0;
      font-weight: 600;
    }
    .hint {
      margin: 0 0 0.5rem;
      color: var(--kern-color-layout-text-muted);
      line-height: 1.35;
    }
    .choice {
      display: flex;
      align-items: center;
      gap: 0.625rem;
      min-height: 2.25rem;
      cursor: pointer;
    }
    .choice input {
      width: 1.25rem;
      height: 1.25rem;
      flex: none;
      margin: 0;
      accent-color: var(--kern-color-action-default);
    }
    input[type="date"] {
      box-sizing: border-box;
      max-width: 14rem;
    }
  `];

  @property({ attribute: false }) busy = false;
  @property({ attribute: false }) followUp = false;
  @property({ attribute: false }) collections: Collection[] = [];
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
    const detail: Question = {
      question: question.trim(),
      collections: this.chosen.length ? this.chosen : null,
      as_of: this.asOf || null,
    };
    this.draft = "";
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
