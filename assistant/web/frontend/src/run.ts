// <aktenlotse-run>: one run: its figures with intervals, what became of its questions, and each of these.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { columns } from "./charts";
import { editing } from "./editing-words";
import { readRun, type WholeRun, troubleOf } from "./evaluation-api";
import { placeAddress } from "./evaluation-route";
import { evaluating, named } from "./evaluation-words";
import { CLASSES, classMark, figureName, figureText, isShare, mainFigures, modelName, percent, startedAt } from "./measuring";
import { curve, shareBar } from "./plots";
import { histogram, riskCurve } from "./distributions";
import { follow } from "./route";
import { icon, innerStyle } from "./style";
import "./run-questions";
import editingStyle from "./editing.css?inline";
import overviewStyle from "./overview.css?inline";
import plotsStyle from "./plots.css?inline";
import style from "./evaluation.css?inline";

const CELLS = ["answerable", "unanswerable"] as const;

@customElement("aktenlotse-run")
export class RunPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(overviewStyle), unsafeCSS(plotsStyle), unsafeCSS(style)];

  @property() name = "";
  @state() private run: WholeRun | null = null;
  @state() private trouble = "";

  override firstUpdated(): void {
    readRun(this.name).then((run) => (this.run = run), (reason) => (this.trouble = troubleOf(reason)));
  }

  override render(): TemplateResult {
    const { run: say, kinds } = evaluating();
    const { run } = this;
    const back = html`<p><a class="back" href=${placeAddress("runs")} @click=${follow}>${icon("arrow-back")}${say.back}</a></p>`;
    if (!run) return html`${back}<h2>${this.name}</h2><p class="trouble" role="alert">${this.trouble}</p>
      ${this.trouble ? nothing : html`<p role="status">${editing().pages.loading}</p>`}`;
    const about = [startedAt(run), modelName(run.model), run.name].filter(Boolean).join(" · ");
    return html`${back}<h2>${run.set}: ${named(kinds, run.kind ?? "")}</h2>
      <p class="intro">${about}</p>
      ${run.unread ? html`<p class="trouble" role="alert">${say.unread(run.unread)}</p>` : nothing}
      ${renderTiles(run)} ${renderClasses(run)} ${renderFigures(run)} ${renderCells(run)} ${renderCategories(run)}
      ${renderLatency(run)} ${renderRisk(run)}
      <aktenlotse-run-questions .run=${run}></aktenlotse-run-questions>
      ${renderCircumstances(run)}`;
  }
}

function renderTiles(run: WholeRun): TemplateResult {
  const { run: say } = evaluating();
  const judged = run.questions.filter(({ failure }) => failure && failure !== "unjudged").length;
  const right = run.classes["right"] ?? 0;
  const middle = run.questions.map(({ seconds }) => seconds ?? 0).sort((one, other) => one - other)[run.questions.length >> 1];
  const tile = (name: string, value: string): TemplateResult => html`<div><dt>${name}</dt><dd class="value">${value}</dd></div>`;
  return html`<dl class="tiles">
    ${tile(say.questions, run.questions.length.toLocaleString())}
    ${judged ? tile(say.right, percent(right / judged)) : nothing}
    ${middle === undefined ? nothing : tile(figureName("p50_whole"), figureText("p50_whole", middle))}
  </dl>`;
}

function renderClasses(run: WholeRun): unknown {
  const { run: say, meanings } = evaluating();
  const total = Math.max(1, run.questions.length);
  const shown = CLASSES.filter((name) => run.classes[name]);
  if (!shown.length) return nothing;
  return html`<section aria-labelledby="classes">
    <h3 id="classes">${say.classes}</h3>
    <table aria-labelledby="classes">
      <thead><tr><th scope="col">${say.class}</th><th scope="col" class="number">${say.questions}</th><th scope="col" class="number">${say.share}</th></tr></thead>
      <tbody>${shown.map((name) => html`<tr>
        <th scope="row">${classMark(name)}<span class="muted below">${named(meanings, name)}</span></th>
        <td class="number">${run.classes[name]}</td>
        <td class="number bar-cell">${percent((run.classes[name] ?? 0) / total)}${shareBar((run.classes[name] ?? 0) / total)}</td>
      </tr>`)}</tbody>
    </table>
  </section>`;
}

function renderFigures(run: WholeRun): TemplateResult {
  const { run: say } = evaluating();
  const known = Object.keys(run.figures).filter((name) => typeof run.figures[name] === "number" && name !== "questions");
  const main = known.filter((name) => mainFigures(run.kind ?? "").includes(name));
  return html`<section aria-labelledby="figures">
    <h3 id="figures">${say.figures}</h3>
    ${renderFigureTable(run, main)}
    <details><summary>${say.allFigures}</summary>${renderFigureTable(run, known)}</details>
  </section>`;
}

function renderFigureTable(run: WholeRun, names: string[]): TemplateResult {
  const { run: say } = evaluating();
  return html`<table aria-labelledby="figures">
    <thead><tr><th scope="col">${say.figure}</th><th scope="col" class="number">${say.value}</th><th scope="col" class="number wide">${say.interval}</th></tr></thead>
    <tbody>${names.map((name) => {
      const value = run.figures[name];
      const interval = run.intervals[name];
      return html`<tr>
        <th scope="row">${figureName(name)}${run.lower_is_better.includes(name) ? html`<span class="muted below">${say.lower}</span>` : nothing}</th>
        <td class="number bar-cell">${figureText(name, value)}${isShare(name) && typeof value === "number" ? shareBar(value, interval) : nothing}</td>
        <td class="number wide nowrap">${interval ? `${figureText(name, interval[0])} – ${figureText(name, interval[1])}` : "–"}</td>
      </tr>`;
    })}</tbody>
  </table>`;
}

function renderCells({ figures }: WholeRun): unknown {
  const { run: say, cells: words } = evaluating();
  const { cells } = figures;
  if (!cells || typeof cells !== "object") return nothing;
  return html`<section aria-labelledby="cells">
    <h3 id="cells">${say.cells}</h3>
    <table aria-labelledby="cells">
      <thead><tr><td></td><th scope="col" class="number">${words.answered}</th><th scope="col" class="number">${words.refused}</th></tr></thead>
      <tbody>${CELLS.map((asked) => html`<tr><th scope="row">${words[asked]}</th>
        <td class="number">${cells[`${asked}_answered`] ?? "–"}</td><td class="number">${cells[`${asked}_refused`] ?? "–"}</td></tr>`)}</tbody>
    </table>
  </section>`;
}

function renderCategories({ categories }: WholeRun): unknown {
  const { run: say } = evaluating();
  if (!categories.length) return nothing;
  return html`<section aria-labelledby="categories">
    <h3 id="categories">${say.categories}</h3>
    <table aria-labelledby="categories">
      <thead><tr><th scope="col">${say.category}</th><th scope="col" class="number">${say.questions}</th><th scope="col" class="number">${say.right}</th></tr></thead>
      <tbody>${categories.map(({ name, questions, right }) => html`<tr><th scope="row">${named(evaluating().categories, name)}</th>
        <td class="number">${questions}</td><td class="number bar-cell">${percent(right / questions)}${shareBar(right / questions)}</td></tr>`)}</tbody>
    </table>
  </section>`;
}

function renderLatency({ questions }: WholeRun): unknown {
  const { run: say } = evaluating();
  const bars = histogram(questions.map(({ seconds }) => seconds).filter((value) => value !== null));
  if (!bars.length) return nothing;
  return html`<section aria-labelledby="latency">
    <h3 id="latency">${say.latency}</h3>
    ${columns(say.latency, say.time, say.questions, bars.map(({ end, count }) => ({ name: say.upTo(say.seconds(end)), value: count })))}
  </section>`;
}

function renderRisk({ questions }: WholeRun): unknown {
  const { run: say } = evaluating();
  const points = riskCurve(questions);
  if (points.length < 2) return nothing;
  const highest = Math.max(...points.map(({ errors }) => errors));
  return html`<section aria-labelledby="risk">
    <h3 id="risk">${say.risk}</h3>
    <p class="muted">${say.riskHint}</p>
    <figure>${curve(points.map(({ coverage, errors }) => [coverage, errors]), highest)}
      <div class="ends" aria-hidden="true"><span>0 %</span><span>${say.coverage}</span><span>100 %</span></div>
      <table aria-labelledby="risk">
        <thead><tr><th scope="col" class="number">${say.coverage}</th><th scope="col" class="number">${say.errors}</th></tr></thead>
        <tbody>${[0.25, 0.5, 0.75, 1].map((share) => points[Math.round(share * points.length) - 1]).filter((point) => point !== undefined)
          .map(({ coverage, errors }) => html`<tr><th scope="row" class="number">${percent(coverage)}</th><td class="number">${percent(errors)}</td></tr>`)}</tbody>
      </table></figure>
  </section>`;
}

function renderCircumstances({ circumstances, megabytes, seconds }: WholeRun): TemplateResult {
  const { run: say } = evaluating();
  const rows = flat({ ...circumstances, seconds, megabytes });
  return html`<section aria-labelledby="circumstances">
    <h3 id="circumstances">${say.circumstances}</h3>
    <details><summary>${say.circumstances}</summary><div class="table-frame" role="group" aria-label=${say.circumstances} tabindex="0">
      <table aria-labelledby="circumstances">
        <thead><tr><th scope="col">${say.name}</th><th scope="col">${say.value}</th></tr></thead>
        <tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="digest">${value}</td></tr>`)}</tbody>
      </table></div></details>
  </section>`;
}

function flat(values: object, above = ""): [string, string][] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]): [string, string][] =>
    value !== null && typeof value === "object" ? flat(value, `${above}${name}.`) : [[above + name, String(value ?? "–")]],
  );
}

