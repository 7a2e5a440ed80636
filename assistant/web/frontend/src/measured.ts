// <aktenlotse-measured>: one question of one run, or of two beside each other, with everything that explains its answer.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatDate } from "./dates";
import { editing } from "./editing-words";
import { readQuestion, type Measured, troubleOf } from "./evaluation-api";
import { placeAddress } from "./evaluation-route";
import { evaluating, named } from "./evaluation-words";
import { classMark, figureName, figureText, modelName, percent, startedAt } from "./measuring";
import { stacked, type Part } from "./plots";
import { follow } from "./route";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import overviewStyle from "./overview.css?inline";
import plotsStyle from "./plots.css?inline";
import style from "./evaluation.css?inline";

@customElement("aktenlotse-measured")
export class MeasuredQuestion extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(overviewStyle), unsafeCSS(plotsStyle), unsafeCSS(style)];

  @property({ attribute: false }) names: string[] = [];
  @property() questionId = "";
  @state() private shown: Measured[] = [];
  @state() private trouble = "";
  private asked = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    const key = JSON.stringify([this.names, this.questionId]);
    if (!(changed.has("names") || changed.has("questionId")) || key === this.asked) return;
    this.asked = key;
    Promise.all(this.names.map((name) => readQuestion(name, this.questionId))).then(
      (shown) => (this.shown = shown),
      (reason) => (this.trouble = troubleOf(reason)),
    );
  }

  override render(): TemplateResult {
    const { question: say } = evaluating();
    const [first = ""] = this.names;
    const compared = this.names.length > 1;
    const back = compared ? placeAddress("comparison", { vorher: first, nachher: this.names[1] ?? "" }) : placeAddress("run", { lauf: first });
    const [one] = this.shown;
    return html`<p><a class="back" href=${back} @click=${follow}>${icon("arrow-back")}${compared ? say.toComparison : say.back}</a></p>
      <h2 lang="de">${one?.question.text ?? this.questionId}</h2>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${one ? renderGold(one) : this.trouble ? nothing : html`<p role="status">${editing().pages.loading}</p>`}
      <div class=${compared ? "beside" : ""}>${this.shown.map((each, index) => this.renderMeasured(each, index, compared))}</div>`;
  }

  private renderMeasured(measured: Measured, index: number, compared: boolean): TemplateResult {
    const { comparison: side } = evaluating();
    const title = compared ? `${index ? side.after : side.before}: ${startedAt(measured.run)}` : startedAt(measured.run);
    return html`<div class="column">
      <p class="column-head"><strong id="side-${index}">${title}</strong> ${classMark(measured.failure)}</p>
      ${renderAnswer(measured, index)} ${renderHits(measured, index)} ${renderValues(measured, index)} ${renderMade(measured, index)}
    </div>`;
  }
}

function renderGold({ question }: Measured): TemplateResult {
  const { question: say } = evaluating();
  const list = (entries: string[]): TemplateResult => html`<ul class="entries" lang="de">${entries.map((each) => html`<li>${each}</li>`)}</ul>`;
  const row = (name: string, value: unknown): TemplateResult => html`<dt>${name}</dt><dd>${value}</dd>`;
  const marked = question.spans.map(({ text }) => text).filter(Boolean);
  return html`<section aria-labelledby="gold">
    <h3 id="gold">${say.gold}</h3>
    ${question.as_of ? html`<p>${say.asOf(formatDate(question.as_of))}</p>` : nothing}
    ${question.answerable ? nothing : html`<p>${say.unanswerable}</p>`}
    <dl class="facts">
      ${question.history.length ? row(say.history, list(question.history.map((turn) => turn.question))) : nothing}
      ${question.facts?.length ? row(say.facts, list(question.facts)) : nothing}
      ${question.reference ? row(say.reference, html`<span lang="de">${question.reference}</span>`) : nothing}
      ${Object.keys(question.relevant).length ? row(say.relevant, list(Object.keys(question.relevant))) : nothing}
      ${marked.length ? row(say.marked, list(marked.map((text) => `„${text}“`))) : nothing}
    </dl>
  </section>`;
}

function renderAnswer({ given, question }: Measured, index: number): TemplateResult {
  const { question: say, outcomes, verdicts, reasons } = evaluating();
  const heading = html`<h3 id="answer-${index}">${say.answer}</h3>`;
  if (!given) return html`<section aria-labelledby="side-${index} answer-${index}">${heading}<p>${say.none}</p></section>`;
  return html`<section aria-labelledby="side-${index} answer-${index}">
    ${heading}
    <p class="muted">${named(outcomes, given.outcome)}${given.confidence === null ? nothing : ` · ${say.confidence} ${percent(given.confidence)}`}</p>
    ${given.trouble ? html`<p class="trouble">${say.trouble}: ${given.trouble}</p>` : nothing}
    ${given.understood && given.understood !== question.text ? html`<p>${say.understood}: <q lang="de">${given.understood}</q></p>` : nothing}
    <p class="given" lang="de">${given.text}</p>
    ${given.sentences.length ? html`<details><summary>${say.sentences}</summary>
      <div class="table-frame" role="group" aria-label=${say.sentences} tabindex="0"><table aria-label=${say.sentences}>
        <thead><tr><th scope="col">${say.sentence}</th><th scope="col">${say.cites}</th><th scope="col">${say.verdict}</th></tr></thead>
        <tbody>${given.sentences.map(({ text, citations, verdict, reason }) => html`<tr>
          <td lang="de">${text}</td><td>${citations.map((number) => `[${number}]`).join(" ")}</td>
          <td><span class="verdict-${verdict}">${named(verdicts, verdict)}</span><span class="muted below">${reasonText(reason, reasons)}</span></td>
        </tr>`)}</tbody>
      </table></div></details>` : nothing}
    ${given.citations.length ? html`<details><summary>${say.citations}</summary>
      <ol class="plain quotes">${given.citations.map(({ number, document, quote }) => html`<li>
        <strong>[${number}]</strong> ${document}${mark(document, question.relevant)}<blockquote lang="de">${quote}</blockquote></li>`)}</ol></details>` : nothing}
  </section>`;
}

/** The chat's sentence for a reason where there is one. */
function reasonText(reason: string, own: Record<string, string>): string {
  return own[reason] ?? words.answer.reasons[reason] ?? words.answer.reasons[reason.replace(/^.*_/, "")] ?? reason;
}

function mark(document: string, relevant: Record<string, number>): unknown {
  return document in relevant ? html` <span class="mark right">${evaluating().question.gold_mark}</span>` : nothing;
}

function renderHits({ found, question }: Measured, index: number): unknown {
  const { question: say } = evaluating();
  if (!found.length) return nothing;
  const best = Math.max(...found.map(({ score }) => score), 1e-9);
  return html`<section aria-labelledby="side-${index} hits-${index}">
    <h3 id="hits-${index}">${say.hits}</h3>
    <ol class="plain hits">${found.map(({ document, place, text, score, scores }) => html`<li>
      <p class="hit-head"><span lang="de">${place || document}</span>${mark(document, question.relevant)} <strong class="number">${decimal(score)}</strong></p>
      ${stacked(shareOf(scores, best))}
      <p class="muted">${[...Object.entries(scores).map(([name, value]) => `${searchName(name)} ${decimal(value)}`), document].join(" · ")}</p>
      ${text ? html`<details><summary>${say.passage}<span class="kern-sr-only">: ${place || document}</span></summary>
        <p class="given" lang="de">${text}</p></details>` : nothing}
    </li>`)}</ol>
  </section>`;
}

const searchName = (name: string): string => named(evaluating().searches, name);

/** What each search adds to a hit's score, beside what the best hit has more. */
function shareOf(scores: Record<string, number>, best: number): Part[] {
  const parts = Object.values(scores).map((value, index): Part => ({ kind: `search-${index}`, value: value / best }));
  const rest = 1 - parts.reduce((sum, { value }) => sum + value, 0);
  return [...parts, { kind: "rest", value: Math.max(0, rest) }];
}

const decimal = (value: number): string => value.toLocaleString(words.locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });

function renderValues({ values }: Measured, index: number): unknown {
  const { question: say, run } = evaluating();
  const known = Object.entries(values).filter(([, value]) => value !== null);
  if (!known.length) return nothing;
  return html`<section aria-labelledby="side-${index} values-${index}">
    <h3 id="values-${index}">${say.values}</h3>
    <details><summary>${say.show}</summary>
    <table aria-labelledby="side-${index} values-${index}">
      <thead><tr><th scope="col">${run.figure}</th><th scope="col" class="number">${run.value}</th></tr></thead>
      <tbody>${known.map(([name, value]) => html`<tr><th scope="row">${figureName(name)}</th><td class="number">${figureText(name, value)}</td></tr>`)}</tbody>
    </table></details>
  </section>`;
}

function renderMade({ run, prompt, embedder, given, seconds }: Measured, index: number): TemplateResult {
  const { question: say, times, run: of } = evaluating();
  return html`<section aria-labelledby="side-${index} made-${index}">
    <h3 id="made-${index}">${say.made}</h3>
    <dl class="facts">
      <dt>${say.model}</dt><dd class="digest">${modelName(given?.model || run.model) || "–"}</dd>
      <dt>${say.prompt}</dt><dd class="digest">${prompt ?? say.noPrompt}</dd>
      <dt>${say.embedder}</dt><dd class="digest">${embedder ?? "–"}</dd>
      ${Object.entries(seconds).map(([name, value]) => html`<dt>${named(times, name)}</dt><dd>${of.seconds(value)}</dd>`)}
    </dl>
  </section>`;
}
