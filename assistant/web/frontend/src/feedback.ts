// <aktenlotse-feedback>: was the answer helpful, and if not, why.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sendFeedback } from "./api";
import { glyph, innerStyle } from "./style";
import { words } from "./words";
import style from "./feedback.css?inline";

@customElement("aktenlotse-feedback")
export class FeedbackForm extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) question = "";
  @property({ attribute: false }) answer = "";
  @state() private choice: boolean | null = null;
  @state() private asking = false;
  @state() private said = "";

  override render(): TemplateResult {
    return html`${this.renderChoice(true, words.feedback.helpful)} ${this.renderChoice(false, words.feedback.notHelpful)}
      ${this.asking ? this.renderForm() : nothing}
      <p class="said muted" role="status">${this.said}</p>`;
  }

  private renderChoice(helpful: boolean, label: string): TemplateResult {
    return html`<button class="quiet-button" aria-pressed=${this.choice === helpful} @click=${() => this.choose(helpful)}>
      ${glyph(helpful ? "up" : "down")} ${label}
    </button>`;
  }

  private renderForm(): TemplateResult {
    return html`<form @submit=${this.submit}>
      <fieldset>
        <legend>${words.feedback.title}</legend>
        ${Object.entries(words.feedback.reasons).map(([reason, label]) => html`<label class="choice">
          <input type="radio" name="reason" value=${reason} /> ${label}
        </label>`)}
      </fieldset>
      <div class="kern-form-input">
        <label class="kern-label" for="comment">${words.feedback.comment}
          <span class="kern-label__optional">– ${words.feedback.optional}</span></label>
        <div class="kern-hint" id="comment-hint">${words.feedback.commentHint}</div>
        <textarea id="comment" name="comment" class="kern-form-input__input" maxlength="2000" aria-describedby="comment-hint"></textarea>
      </div>
      <div class="kern-btn-wrapper">
        <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${words.feedback.send}</span></button>
        <button class="kern-btn kern-btn--tertiary" type="button" @click=${this.cancel}><span class="kern-label">${words.cancel}</span></button>
      </div>
    </form>`;
  }

  private async choose(helpful: boolean): Promise<void> {
    this.choice = helpful;
    this.said = "";
    this.asking = !helpful;
    if (helpful) return this.send(true, null, null);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus({ preventScroll: true });
    this.renderRoot.querySelector("form")?.scrollIntoView({ block: "nearest" });
  }

  private cancel(): void {
    this.choice = null;
    this.asking = false;
    this.renderRoot.querySelector<HTMLButtonElement>("button:last-of-type")?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const written = (name: string): string | null => String(form.get(name) ?? "").trim() || null;
    this.asking = false;
    await this.send(false, written("reason"), written("comment"));
  }

  private async send(helpful: boolean, reason: string | null, comment: string | null): Promise<void> {
    const { question, answer } = this;
    await sendFeedback({ question, answer, helpful, reason, comment }).then(
      () => (this.said = words.feedback.thanks),
      () => (this.said = words.feedback.failed),
    );
  }
}
