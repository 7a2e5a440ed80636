// <aktenlotse-runs>: all runs by set and kind, with their figures; two of them can be put beside each other.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { editing } from "./editing-words";
import { readRuns, type Run, troubleOf } from "./evaluation-api";
import { placeAddress } from "./evaluation-route";
import { evaluating, named } from "./evaluation-words";
import { CLASSES, classBar, classMark, figureName, figureText, mainFigures, modelName, startedAt } from "./measuring";
import { shareBar, trend } from "./plots";
import { follow, go } from "./route";
import { icon, innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import plotsStyle from "./plots.css?inline";
import style from "./evaluation.css?inline";

interface Group {
  set: string;
  kind: string;
  runs: Run[];
}

@customElement("aktenlotse-runs")
export class Runs extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(plotsStyle), unsafeCSS(style)];

  @state() private runs: Run[] | null = null;
  @state() private folder = "";
  @state() private chosen: string[] = [];
  @state() private trouble = "";

  override firstUpdated(): void {
    readRuns().then(
      ({ runs, folder }) => ((this.runs = runs), (this.folder = folder)),
      (reason) => (this.trouble = troubleOf(reason)),
    );
  }

  override render(): TemplateResult {
    const { pages, runs: say } = evaluating();
    return html`<h2>${pages.runs}</h2>
      <p class="intro">${say.intro}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${this.runs ? this.renderRuns(this.runs) : this.trouble ? nothing : html`<p role="status">${editing().pages.loading}</p>`}`;
  }

  private renderRuns(runs: Run[]): TemplateResult {
    const { runs: say } = evaluating();
    const faulty = runs.filter(({ state: how }) => how === "faulty");
    return html`${runs.length > faulty.length ? html`${this.renderChoice()} ${renderLegend(runs)}` : this.renderNone()}
      ${grouped(runs).map((group, index) => this.renderGroup(group, index))}
      ${faulty.length ? html`<section aria-labelledby="faulty">
        <h3 id="faulty">${icon("warning")} ${say.faultyHeading}</h3>
        <p class="muted">${say.faultyHint}</p>
        <ul class="entries">${faulty.map(({ name }) => html`<li>${name}</li>`)}</ul>
      </section>` : nothing}`;
  }

  private renderNone(): TemplateResult {
    const { runs: say } = evaluating();
    return html`<section><h3>${say.none}</h3><p>${say.how}</p><p class="muted">${say.where} <code>${this.folder}</code></p></section>`;
  }

  private renderChoice(): TemplateResult {
    const { runs: say } = evaluating();
    const ready = this.chosen.length === 2;
    return html`<div class="choice">
      <span role="status">${say.chosen(this.chosen.length)}</span>
      <button class="kern-btn kern-btn--primary" aria-disabled=${!ready} @click=${this.compare}>
        <span class="kern-label">${say.compare}</span></button>
      ${this.chosen.length ? html`<button class="quiet-button" @click=${() => (this.chosen = [])}>${icon("close")} ${say.clear}</button>` : nothing}
    </div>`;
  }

  private renderGroup({ set, kind, runs }: Group, index: number): TemplateResult {
    const { runs: say, kinds } = evaluating();
    const figures = mainFigures(kind);
    return html`<section aria-labelledby="group-${index}">
      <h3 id="group-${index}">${say.set(set, named(kinds, kind))}</h3>
      ${runs.length > 1 ? html`<div class="trends" aria-hidden="true">${figures.map((name) => renderTrend(name, runs))}</div>` : nothing}
      <div class="table-frame" role="group" aria-labelledby="group-${index}" tabindex="0">
      <table aria-labelledby="group-${index}">
        <thead><tr><th scope="col">${say.run}</th>
          ${figures.map((name) => html`<th scope="col" class="number wide">${figureName(name)}</th>`)}
          <th scope="col" class="wide">${say.became}</th></tr></thead>
        <tbody>${runs.map((run) => this.renderRun(run, figures))}</tbody>
      </table></div>
    </section>`;
  }

  private renderRun(run: Run, figures: string[]): TemplateResult {
    const { runs: say } = evaluating();
    const about = [modelName(run.model), run.state === "unfinished" ? say.unfinished : ""].filter(Boolean).join(" · ");
    return html`<tr>
      <th scope="row"><span class="pick">
        <input type="checkbox" aria-label=${say.choose(run.name)} .checked=${this.chosen.includes(run.name)} @change=${() => this.choose(run.name)} />
        <span><a href=${placeAddress("run", { lauf: run.name })} @click=${follow}>${startedAt(run)}</a>
          <span class="muted below">${about}</span>${isStamped(run) ? nothing : html`<span class="muted below name">${run.name}</span>`}
          <span class="narrow">${figures.map((name) => html`${figureName(name)}: ${figureText(name, run.figures?.[name])}<br />`)}${classBar(run.classes ?? {})}</span></span>
      </span></th>
      ${figures.map((name) => {
        const value = run.figures?.[name];
        return html`<td class="number wide">${figureText(name, value)}${typeof value === "number" ? shareBar(value) : nothing}</td>`;
      })}
      <td class="wide">${classBar(run.classes ?? {})}</td>
    </tr>`;
  }

  private choose(name: string): void {
    const rest = this.chosen.filter((other) => other !== name);
    this.chosen = rest.length < this.chosen.length ? rest : [...rest, name].slice(-2);
  }

  /** The older one is what the newer one is measured against. */
  private compare(): void {
    if (this.chosen.length !== 2) return;
    const order = (this.runs ?? []).map(({ name }) => name);
    const [after = "", before = ""] = [...this.chosen].sort((one, other) => order.indexOf(one) - order.indexOf(other));
    go(placeAddress("comparison", { vorher: before, nachher: after }));
  }
}

/** Whether nobody has named the run, so that its name says no more than when it began. */
const isStamped = ({ name, started }: Run): boolean => Boolean(started) && /^\d{8}-\d{6}-/.test(name);

function grouped(runs: Run[]): Group[] {
  const groups = new Map<string, Group>();
  for (const run of runs) {
    const { set, kind } = run;
    if (set === undefined || kind === undefined) continue;
    const key = `${kind} ${set}`;
    const group = groups.get(key) ?? { set, kind, runs: [] };
    group.runs.push(run);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What the colours of the bars mean. */
function renderLegend(runs: Run[]): TemplateResult {
  const seen = CLASSES.filter((name) => runs.some(({ classes }) => classes?.[name]));
  return html`<ul class="plain legend" aria-label=${evaluating().runs.became}>${seen.map((name) => html`<li>${classMark(name)}</li>`)}</ul>`;
}

/** A figure of all runs of a group, the oldest left. The table says the same. */
function renderTrend(name: string, runs: Run[]): unknown {
  const values = runs.map(({ figures }) => figures?.[name]).filter((value) => typeof value === "number").reverse();
  const last = values.at(-1);
  if (values.length < 2 || last === undefined) return nothing;
  return html`<figure>${trend(values, Math.min(...values) - 0.02, Math.max(...values) + 0.02)}
    <figcaption>${figureName(name)}<br /><strong>${figureText(name, last)}</strong></figcaption></figure>`;
}
