// <aktenlotse-answer>: one question and its answer, while it is written and after.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { answerSpans, unfinishedSpans, type AnswerMark } from "./answer-text";
import { ApiError, type Answer, type Citation, type Hit, type Passage, type Verdict } from "./api";
import { splitBlocks, type Span } from "./blocks";
import { isOpen, type Turn } from "./conversation";
import { answerAsText, copyText } from "./copying";
import { formatDate } from "./dates";
import { drawBlocks, drawText } from "./drawing";
import { saveMemo } from "./exporting";
import { isSuperseded, placeLabel, standingLabel } from "./labels";
import type { Source } from "./source";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import "./feedback";
import style from "./answer.css?inline";

const NEAREST = 5;

@customElement("aktenlotse-answer")
export class AnswerTurn extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @property({ attribute: false }) turn!: Turn;
  @property({ attribute: false }) notice = "";
  @state() private copied: string | null = null;
  @state() private memoTrouble = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("turn")) this.setAttribute("aria-busy", String(isOpen(this.turn)));
  }

  override render(): TemplateResult {
    const { request, understood, answer, trouble, state: stage } = this.turn;
    return html`<article aria-labelledby="question">
      <h2 id="question" lang="de">${request.question}</h2>
      ${this.renderLimits()}
      <div>
        <h3 id="answer" class="kern-sr-only">${words.answer.answer}</h3>
        ${understood ? html`<p class="understood">${words.answer.understood} <q lang="de">${understood}</q></p>` : nothing}
        ${stage !== "failed" && trouble ? this.renderNotice(trouble) : nothing}
        ${isOpen(this.turn) ? this.renderProgress() : nothing}
        ${stage === "failed" ? this.renderFailure() : nothing}
        ${answer ? this.renderAnswer(answer) : this.renderUnfinished()}
      </div>
    </article>`;
  }

  /** The day and the collections that were asked for, if any. */
  private renderLimits(): unknown {
    const { as_of, collections } = this.turn.request;
    const limits = [as_of && words.answer.asOf(formatDate(as_of)), collections?.length && words.answer.within(collections.join(", "))];
    return limits.some(Boolean) ? html`<p class="limits">${limits.filter(Boolean).join(" · ")}</p>` : nothing;
  }

  private renderProgress(): TemplateResult {
    const { state: stage, hits, waiting } = this.turn;
    const searching = waiting ? words.answer.waiting(waiting - 1) : words.answer.searching;
    return html`<p class="progress">${stage === "searching" ? searching : words.answer.reading(hits.length)}</p>`;
  }

  private renderUnfinished(): TemplateResult {
    const blocks = splitBlocks(unfinishedSpans(this.turn.text));
    return html`<div class="text" lang="de">${drawBlocks(blocks, (span) => drawText(span.text))}</div>
      ${this.turn.state === "stopped" ? html`<p class="muted">${words.answer.stoppedHint}</p>
        <button class="quiet-button" @click=${this.retry}>${icon("autorenew")} ${words.answer.askAgain}</button>` : nothing}`;
  }

  private renderAnswer(answer: Answer): TemplateResult {
    const blocks = splitBlocks(answerSpans(answer));
    const about = answer.outcome !== "smalltalk";
    const refusal = answer.outcome === "touched" || answer.outcome === "nothing";
    return html`${answer.model === "quoting" && answer.outcome === "answered" ? html`<p class="verbatim">${words.answer.verbatim}</p>` : nothing}
      <div class="verdict">
        ${refusal ? icon("info") : nothing}
        <div class="text" lang="de">${drawBlocks(blocks, (span) => this.drawSpan(span, answer))}</div>
      </div>
      ${this.renderDoubts(answer)} ${this.renderRemarks(answer)} ${this.renderSources(answer)} ${this.renderFurther(answer)}
      ${this.renderNearest(answer)}
      ${about ? html`<div class="actions">
        <button class="quiet-button" @click=${() => this.copy(answer)}>
          ${icon("content-copy")} <span aria-live="polite">${this.copied ?? words.answer.copy}</span>
        </button>
        <button class="quiet-button" @click=${this.makeMemo}>${icon("download")} ${words.answer.memo}</button>
        <aktenlotse-feedback .question=${answer.question} .answer=${answer.text}></aktenlotse-feedback>
        <p class="trouble-line" role="status">${this.memoTrouble}</p>
      </div>` : nothing}`;
  }

  private drawSpan({ text, mark }: Span<AnswerMark>, answer: Answer): unknown {
    if (mark.doubt) return html`<span class="doubt">${mark.verdict === "partly" ? words.answer.partly : words.answer.unsupported}</span>`;
    if (mark.citation) return this.drawCitation(mark.citation, answer);
    return isDoubtful(mark) ? html`<span class="doubtful">${drawText(text)}</span>` : drawText(text);
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

  /** Why sentences are marked, each reason once. */
  private renderDoubts({ sentences }: Answer): unknown {
    const hints = sentences.filter(isDoubtful).map(({ verdict, reason }) => {
      const general = verdict === "partly" ? words.answer.partlyHint : words.answer.unsupportedHint;
      return words.answer.reasons[reason] ?? words.answer.reasons[reason.replace(/^.*_/, "")] ?? general;
    });
    return [...new Set(hints)].map((hint) => html`<p class="doubt-hint">${hint}</p>`);
  }

  private renderRemarks({ remarks = [] }: Answer): unknown {
    return remarks.map((remark) => html`<p class="remark" lang="de">${icon("info")} <span>${remark}</span></p>`);
  }

  private renderSources({ citations }: Answer): unknown {
    if (!citations.length) return nothing;
    return html`<h4 id="sources">${words.answer.sources}</h4>
      <ol class="places" aria-labelledby="sources">
        ${citations.map((citation) => this.renderPlace(fromCitation(citation)))}
      </ol>`;
  }

  private renderFurther({ further = [] }: Answer): unknown {
    if (!further.length) return nothing;
    return html`<details class="further">
      <summary>${words.answer.further(further.length)}</summary>
      <ul class="places">${further.map((citation) => this.renderPlace({ ...fromCitation(citation), number: null }, citation.quote))}</ul>
    </details>`;
  }

  private renderNearest({ outcome, hits }: Answer): unknown {
    if (outcome !== "touched") return nothing;
    return html`<h4 id="nearest">${words.answer.nearest}</h4>
      <ul class="places" aria-labelledby="nearest">
        ${hits.slice(0, NEAREST).map((hit) => this.renderPlace(fromHit(hit)))}
      </ul>`;
  }

  private renderPlace(source: Source, quote = ""): TemplateResult {
    const { document } = source.passage;
    const where = [placeLabel(source.passage), standingLabel(document)].filter(Boolean).join(" · ");
    return html`<li><button class="place" aria-haspopup="dialog" @click=${(event: Event) => this.open(event, source)}>
      <span class="place-number">${source.number ?? icon("draft")}</span>
      <span class="place-title">${document.title}</span>
      <span class="place-where">${where}
        ${isSuperseded(document) ? html`<span class="out-of-force"> · ${words.source.superseded}</span>` : nothing}</span>
      ${quote ? html`<q class="place-quote" lang="de">${quote}</q>` : nothing}
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
        <div><button class="kern-btn kern-btn--secondary" @click=${this.retry}>
          <span class="kern-label">${words.answer.retry}</span>
        </button></div>
      </div>
    </div>`;
  }

  private open(event: Event, source: Source): void {
    const detail = { source, opener: event.currentTarget };
    this.dispatchEvent(new CustomEvent("open-source", { detail }));
  }

  private retry(): void {
    this.dispatchEvent(new CustomEvent("retry"));
  }

  private async makeMemo(): Promise<void> {
    const told = (reason: unknown): string => (reason instanceof ApiError ? reason.message : words.answer.memoFailed);
    this.memoTrouble = await saveMemo("", [this.turn]).then(() => "", told);
  }

  private async copy(answer: Answer): Promise<void> {
    const done = await copyText(answerAsText(answer, this.notice));
    this.copied = done ? words.answer.copied : words.answer.copyFailed;
    setTimeout(() => (this.copied = null), 3000);
  }
}

function isDoubtful({ verdict }: { verdict: Verdict }): boolean {
  return verdict === "partly" || verdict === "unsupported";
}

function fromCitation({ number, passage, quote }: Citation): Source {
  return { number, passage, quote };
}

function fromHit({ passage }: Hit): { number: null; passage: Passage; quote: "" } {
  return { number: null, passage, quote: "" };
}
