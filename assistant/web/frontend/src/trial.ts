// <aktenlotse-trial>: a question to one document alone, so that an editor sees what it is good for.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Answer, Hit } from "./api";
import { splitBlocks } from "./blocks";
import { formatDate } from "./dates";
import { drawBlocks } from "./drawing";
import { tryQuestion, type DocumentPage } from "./editing-api";
import { editing } from "./editing-words";
import { placeLabel } from "./labels";
import { innerStyle } from "./style";
import editingStyle from "./editing.css?inline";

const BEGINNING = 160;

@customElement("aktenlotse-trial")
export class Trial extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle)];

  @property({ attribute: false }) document!: DocumentPage;
  @state() private answer: Answer | null = null;
  @state() private asking = false;
  @state() private trouble = "";
  @query("input") private field!: HTMLInputElement;

  override render(): TemplateResult {
    const { trial } = editing();
    const day = dayInForce(this.document);
    return html`<section aria-labelledby="trial-heading">
      <h3 id="trial-heading">${trial.heading}</h3>
      <p class="muted">${trial.hint} ${day ? trial.asOf(formatDate(day)) : ""}</p>
      <form class="line" @submit=${this.ask} novalidate>
        <div class="kern-form-input">
          <label class="kern-label" for="question">${trial.question}</label>
          <input id="question" class="kern-form-input__input" autocomplete="off" maxlength="4000" aria-describedby="trouble" />
        </div>
        <button class="kern-btn kern-btn--secondary" type="submit"><span class="kern-label">${trial.ask}</span></button>
      </form>
      <p class="trouble" id="trouble" role="alert">${this.trouble}</p>
      <div role="status">${this.asking ? trial.asking : this.answer ? this.renderAnswer(this.answer) : nothing}</div>
    </section>`;
  }

  private renderAnswer({ outcome, text, hits }: Answer): TemplateResult {
    const { trial } = editing();
    const answered = outcome === "answered" || outcome === "smalltalk";
    return html`<p><strong>${trial.outcomes[outcome]}</strong></p>
      ${answered ? html`<blockquote>${drawBlocks(splitBlocks([{ text, mark: null }]), (span) => span.text)}</blockquote>` : nothing}
      ${hits.length && !answered ? html`<p>${trial.places}:</p><ul>${hits.slice(0, 3).map((hit) => renderHit(hit))}</ul>` : nothing}`;
  }

  private async ask(event: Event): Promise<void> {
    event.preventDefault();
    const question = this.field.value.trim();
    this.trouble = question ? "" : editing().trial.missing;
    if (!question) return this.field.focus();
    this.asking = true;
    try {
      this.answer = await tryQuestion(question, this.document.id, dayInForce(this.document));
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
    this.asking = false;
  }
}

export function renderHit({ passage }: Hit, mark = ""): TemplateResult {
  return html`<li><strong>${passage.document.title}</strong> ${placeLabel(passage)} ${mark ? html`<span class="mark">${mark}</span>` : nothing}<br />
    <span class="muted">${beginning(passage.text)}</span></li>`;
}

/** The first words of a text. */
function beginning(text: string): string {
  return text.length > BEGINNING ? `${text.slice(0, BEGINNING).replace(/\s+\S*$/, "")} …` : text;
}

/** The last or first day on which the document is in force; nothing if it is so today. */
export function dayInForce({ standing, valid_from, valid_to, superseded_on }: DocumentPage): string | null {
  if (standing === "coming") return valid_from;
  if (standing !== "expired") return null;
  const ends = [valid_to, superseded_on && dayBefore(superseded_on)].filter((day) => day);
  return ends.sort()[0] ?? null;
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T12:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
