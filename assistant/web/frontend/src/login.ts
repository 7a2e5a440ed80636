// <aktenlotse-login>: asks for the editor's password and keeps it for this browser session.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { editorToken } from "./api";
import { icon, kernStyle } from "./style";
import { words } from "./words";
import style from "./login.css?inline";

/** The person left without the password: what needed it does not happen. */
export class NotLoggedIn extends Error {}

@customElement("aktenlotse-login")
export class Login extends LitElement {
  static override styles = [...kernStyle, unsafeCSS(style)];

  @state() private trouble = "";
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("input") private field!: HTMLInputElement;
  private waiting: { resolve: () => void; reject: (reason: Error) => void }[] = [];

  /** Resolves when a password was entered. Many may wait for the same dialog. */
  async ask(refused: boolean): Promise<void> {
    if (refused) this.trouble = words.documents.tokenWrong;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    this.field.focus();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  override render(): TemplateResult {
    return html`<dialog class="kern-dialog" aria-labelledby="title" @close=${this.closed}>
      <form @submit=${this.submit}>
        <div class="kern-dialog__header"><h2 class="kern-title kern-title--large" id="title">${words.documents.tokenTitle}</h2></div>
        <section class="kern-dialog__body">
          <p id="hint">${words.documents.tokenHint}</p>
          <div class="kern-form-input ${this.trouble ? "kern-form-input--error" : ""}">
            <label class="kern-label" for="token">${words.documents.token}</label>
            <input id="token" type="password" autocomplete="off" aria-describedby="hint trouble" aria-invalid=${Boolean(this.trouble)}
              class="kern-form-input__input ${this.trouble ? "kern-form-input__input--error" : ""}" />
            <p class="kern-error" id="trouble" role="alert">
              ${this.trouble ? html`${icon("danger")}<span class="kern-body">${this.trouble}</span>` : nothing}
            </p>
          </div>
        </section>
        <div class="kern-dialog__footer">
          <button class="kern-btn kern-btn--secondary" type="button" @click=${() => this.dialog.close()}>
            <span class="kern-label">${words.cancel}</span>
          </button>
          <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${words.documents.login}</span></button>
        </div>
      </form>
    </dialog>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const token = this.field.value.trim();
    this.trouble = token ? "" : words.documents.tokenMissing;
    if (!token) return this.field.focus();
    editorToken.keep(token);
    this.dialog.close();
  }

  private closed(): void {
    this.field.value = "";
    this.trouble = "";
    const entered = editorToken.read() !== null;
    for (const { resolve, reject } of this.waiting.splice(0)) {
      if (entered) resolve();
      else reject(new NotLoggedIn());
    }
  }
}
