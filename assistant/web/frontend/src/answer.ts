// <aktenlotse-answer>: one question and its answer, while it is written and after.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { answerSpans, unfinishedSpans, type AnswerMark } from "./answer-text";
import type { Answer, Citation, Hit, Passage } from "./api";
import { splitBlocks, type Span } from "./blocks";
import { isOpen, type Turn } from "./conversation";
import { answerAsText, copyText } from "./copying";
import { drawBlocks, drawText } from "./drawing";
import { isSuperseded, placeLabel, standingLabel } from "./labels";
import type { Source } from "./source";
import { icon, kernStyle } from "./style";
import { words } from "./words";
import "./feedback";

const NEAREST = 5;

@customElement("aktenlotse-answer")
export class AnswerTurn extends LitElement {
  static override styles = [...kernStyle, css`
    :host {
      scroll-margin-top: 1rem;
      margin-bottom: 2.5rem;
    }
    :host(.last) {
      min-height: 60dvh;
    }
    h2 {
      width: fit-content;
      max-width: min(36rem, 90%);
      margin: 0 0 1rem auto;
      padding: 0.75rem 1rem;
      border-radius: 0.75rem 0.75rem 0.125rem;
      background: var(--kern-color-action-state-indicator-tint-active-opacity);
      font-size: 1.125rem;
      font-weight: 500;
      line-height: 1.5;
      white-space: pre-line;
      overflow-wrap: anywhere;
    }
    .understood {
      margin: 0 0 0.75rem;
      color: var(--kern-color-layout-text-muted);
    }
    .text {
      font-size: 1.125rem;
      line-height: 1.65;
      overflow-wrap: break-word;
      hyphens: auto;
    }
    .text > :first-child {
      margin-top: 0;
    }
    .text :is(p, ul, .table-frame) {
      margin: 0 0 0.75rem;
    }
    .text li {
      margin-bottom: 0.25rem;
    }
    .citation {
      min-width: 1.5rem;
      min-height: 1.5rem;
      margin: 0 0.0625rem 0 0.1875rem;
      padding: 0 0.3125rem;
      border: 0;
      border-radius: 0.25rem;
      background: var(--kern-color-action-state-indicator-tint-active-opacity);
      color: var(--kern-color-action-default);
      font-size: 1rem;
      font-weight: 600;
      line-height: 1.5rem;
      cursor: pointer;
    }
    .citation:hover {
      background: var(--kern-color-action-default);
      color: var(--kern-color-action-on-default);
    }
    .doubtful {
      text-decoration: underline dotted var(--kern-color-feedback-warning) 2px;
      text-underline-offset: 0.25em;
    }
    .doubt {
      margin-left: 0.375rem;
      padding: 0.0625rem 0.375rem;
      border-radius: 0.25rem;
      box-shadow: inset 0 0 0 1px var(--kern-color-feedback-warning);
      color: var(--kern-color-feedback-warning);
      font-size: 0.9375rem;
      white-space: nowrap;
    }
    .doubt-hint {
      margin: 0 0 0.75rem;
      padding-left: 0.75rem;
      border-left: 4px solid var(--kern-color-feedback-warning);
      color: var(--kern-color-layout-text-muted);
    }
    .verdict {
      display: flex;
      gap: 0.625rem;
    }
    .verdict .text {
      flex: 1;
      min-width: 0;
    }
    .verdict > .kern-icon {
      flex: none;
      margin-top: 0.1875rem;
      background-color: var(--kern-color-feedback-info);
    }
    .progress {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      margin: 0 0 0.75rem;
      color: var(--kern-color-layout-text-muted);
    }
    .progress::before {
      content: "";
      width: 1rem;
      height: 1rem;
      flex: none;
      border: 3px solid var(--kern-color-decorative-border-default);
      border-top-color: var(--kern-color-action-default);
      border-radius: 50%;
      animation: turn 0.9s linear infinite;
    }
    @keyframes turn {
      to {
        transform: rotate(360deg);
      }
    }
    h4 {
      margin: 1.25rem 0 0.5rem;
      font-size: 1rem;
      font-weight: 600;
    }
    .places {
      display: grid;
      gap: 0.5rem;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .out-of-force {
      color: var(--kern-color-feedback-danger);
      font-weight: 500;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0.25rem;
      margin: 0.75rem 0 0 -0.625rem;
    }
    .trouble {
      margin-bottom: 1rem;
    }
    .trouble .kern-title {
      padding-block: 0;
      font-size: 1.125rem;
      font-weight: 500;
      line-height: 1.5;
    }
    .trouble p {
      margin: 0 0 0.5rem;
    }
  `];

  @property({ attribute: false }) turn!: Turn;
  @property({ attribute: false }) notice = "";
  @state() private copied: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("turn")) this.setAttribute("aria-busy", String(isOpen(this.turn)));
  }

  override render(): TemplateResult {
    const { request, understood, answer, trouble, state: stage } = this.turn;
    return html`<article aria-labelledby="question">
      <h2 id="question">${request.question}</h2>
      <section aria-labelledby="answer">
        <h3 id="answer" class="kern-sr-only">${words.answer.answer}</h3>
        ${understood ? html`<p class="understood">${words.answer.understood} <q>${understood}</q></p>` : nothing}
        ${stage !== "failed" && trouble ? this.renderNotice(trouble) : nothing}
        ${isOpen(this.turn) ? this.renderProgress() : nothing}
        ${stage === "failed" ? this.renderFailure() : nothing}
        ${answer ? this.renderAnswer(answer) : this.renderUnfinished()}
      </section>
    </article>`;
  }

  private renderProgress(): TemplateResult {
    const { state: stage, hits } = this.turn;
    return html`<p class="progress">${stage === "searching" ? words.answer.searching : words.answer.reading(hits.length)}</p>`;
  }

  private renderUnfinished(): TemplateResult {
    const blocks = splitBlocks(unfinishedSpans(this.turn.text));
    return html`<div class="text">${drawBlocks(blocks, (span) => drawText(span.text))}</div>
      ${this.turn.state === "stopped" ? html`<p class="muted">${words.answer.stoppedHint}</p>` : nothing}`;
  }

  private renderAnswer(answer: Answer): TemplateResult {
    const blocks = splitBlocks(answerSpans(answer));
    const about = answer.outcome !== "smalltalk";
    const refusal = answer.outcome === "touched" || answer.outcome === "nothing";
    return html`<div class="verdict">
        ${refusal ? icon("info") : nothing}
        <div class="text">${drawBlocks(blocks, (span) => this.drawSpan(span, answer))}</div>
      </div>
      ${this.renderDoubts(answer)} ${this.renderSources(answer)} ${this.renderNearest(answer)}
      ${about ? html`<div class="actions">
        <button class="quiet-button" @click=${() => this.copy(answer)}>
          ${icon("content-copy")} <span aria-live="polite">${this.copied ?? words.answer.copy}</span>
        </button>
        <aktenlotse-feedback .question=${answer.question} .answer=${answer.text}></aktenlotse-feedback>
      </div>` : nothing}`;
  }

  private drawSpan({ text, mark }: Span<AnswerMark>, answer: Answer): unknown {
    if (mark.doubt) return html`<span class="doubt">${mark.verdict === "partly" ? words.answer.partly : words.answer.unsupported}</span>`;
    if (mark.citation) return this.drawCitation(mark.citation, answer);
    const doubtful = mark.verdict === "partly" || mark.verdict === "unsupported";
    return doubtful ? html`<span class="doubtful">${drawText(text)}</span>` : drawText(text);
  }

  private drawCitation(number: number, answer: Answer): unknown {
    const citation = answer.citations.find((other) => other.number === number);
    if (!citation) return nothing;
    return html`<button
      class="citation"
      aria-haspopup="dialog"
      aria-label=${words.answer.citation(number, citation.passage.document.title)}
      title=${[citation.passage.document.title, placeLabel(citation.passage)].filter(Boolean).join(" · ")}
      @click=${(event: Event) => this.open(event, fromCitation(citation))}
    >${number}</button>`;
  }

  private renderDoubts({ sentences }: Answer): unknown {
    const verdicts = new Set(sentences.map((sentence) => sentence.verdict));
    return [
      verdicts.has("partly") ? html`<p class="doubt-hint">${words.answer.partlyHint}</p>` : nothing,
      verdicts.has("unsupported") ? html`<p class="doubt-hint">${words.answer.unsupportedHint}</p>` : nothing,
    ];
  }

  private renderSources({ citations }: Answer): unknown {
    if (!citations.length) return nothing;
    return html`<h4 id="sources">${words.answer.sources}</h4>
      <ol class="places" aria-labelledby="sources">
        ${citations.map((citation) => this.renderPlace(fromCitation(citation)))}
      </ol>`;
  }

  private renderNearest({ outcome, hits }: Answer): unknown {
    if ((outcome !== "touched" && outcome !== "nothing") || !hits.length) return nothing;
    return html`<h4 id="nearest">${words.answer.nearest}</h4>
      <ul class="places" aria-labelledby="nearest">
        ${hits.slice(0, NEAREST).map((hit) => this.renderPlace(fromHit(hit)))}
      </ul>`;
  }

  private renderPlace(source: Source): TemplateResult {
    const { document } = source.passage;
    const where = [placeLabel(source.passage), standingLabel(document)].filter(Boolean).join(" · ");
    return html`<li><button class="place" aria-haspopup="dialog" @click=${(event: Event) => this.open(event, source)}>
      <span class="place-number">${source.number ?? icon("draft")}</span>
      <span class="place-title">${document.title}</span>
      <span class="place-where">${where}
        ${isSuperseded(document) ? html`<span class="out-of-force"> · ${words.source.superseded}</span>` : nothing}</span>
    </button></li>`;
  }

  private renderNotice(trouble: string): TemplateResult {
    return html`<div class="kern-alert kern-alert--warning trouble">
      <div class="kern-alert__header">${icon("warning")}<span class="kern-title">${trouble}</span></div>
    </div>`;
  }

  private renderFailure(): TemplateResult {
    return html`<div class="kern-alert kern-alert--danger trouble" role="alert">
      <div class="kern-alert__header">${icon("danger")}<span class="kern-title">${words.answer.failed}</span></div>
      <div class="kern-alert__body">
        <p>${this.turn.trouble}</p>
        <div><button class="kern-btn kern-btn--secondary" @click=${() => this.dispatchEvent(new CustomEvent("retry"))}>
          <span class="kern-label">${words.answer.retry}</span>
        </button></div>
      </div>
    </div>`;
  }

  private open(event: Event, source: Source): void {
    const detail = { source, opener: event.currentTarget };
    this.dispatchEvent(new CustomEvent("open-source", { detail }));
  }

  private async copy(answer: Answer): Promise<void> {
    const done = await copyText(answerAsText(answer, this.notice));
    this.copied = done ? words.answer.copied : words.answer.copyFailed;
    setTimeout(() => (this.copied = null), 3000);
  }
}

function fromCitation({ number, passage, quote }: Citation): Source {
  return { number, passage, quote };
}

function fromHit({ passage }: Hit): { number: null; passage: Passage; quote: "" } {
  return { number: null, passage, quote: "" };
}
