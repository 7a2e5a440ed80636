// <aktenlotse-comparison>: two runs beside each other: what differs, how surely, and in which questions.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { editing } from "./editing-words";
import { readComparison, type Comparison, type Difference, type Run, troubleOf } from "./evaluation-api";
import { placeAddress } from "./evaluation-route";
import { evaluating } from "./evaluation-words";
import { changeText, classBar, classMark, figureName, figureText, isShare, modelName, startedAt } from "./measuring";
import { changeBar } from "./plots";
import { follow, go } from "./route";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import plotsStyle from "./plots.css?inline";
import style from "./evaluation.css?inline";

const SURE = 0.05;

@customElement("aktenlotse-comparison")
export class ComparisonPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(plotsStyle), unsafeCSS(style)];

  @property() older = "";
  @property() newer = "";
  @state() private found: Comparison | null = null;
  @state() private trouble = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("older") && !changed.has("newer")) return;
    this.found = null;
    readComparison(this.older, this.newer).then(
      (found) => (this.found = found),
      (reason) => (this.trouble = troubleOf(reason)),
    );
  }

  override render(): TemplateResult {
    const { comparison: say, run } = evaluating();
    return html`<p><a class="back" href=${placeAddress("runs")} @click=${follow}>${icon("arrow-back")}${run.back}</a></p>
      <h2>${say.heading}</h2>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${this.found ? this.renderFound(this.found) : this.trouble ? nothing : html`<p role="status">${editing().pages.loading}</p>`}`;
  }

  private renderFound(found: Comparison): TemplateResult {
    const { comparison: say } = evaluating();
    return html`<p class="intro">${say.intro(found.questions)}</p>
      ${found.left_out ? html`<p class="left-out">${icon("warning")} ${say.leftOut(found.left_out)}</p>` : nothing}
      <div class="beside">${renderSide(say.before, found.before)} ${renderSide(say.after, found.after)}</div>
      <div class="buttons"><button class="kern-btn kern-btn--secondary" @click=${this.swap}>
        <span class="kern-label">${say.swap}</span></button></div>
      ${renderDifferences(found.differences)} ${renderMoved(found)} ${this.renderChanges(found)} ${renderCircumstances(found)}`;
  }

  private renderChanges({ changes }: Comparison): TemplateResult {
    const { comparison: say, run } = evaluating();
    const asked = (id: string): string => placeAddress("question", { lauf: this.older, neben: this.newer, frage: id });
    return html`<section aria-labelledby="changes">
      <h3 id="changes">${say.changes}</h3>
      ${changes.length ? html`<table aria-labelledby="changes">
        <thead><tr><th scope="col">${run.question}</th><th scope="col" class="wide">${say.before}</th><th scope="col" class="wide">${say.after}</th>
          <th scope="col" class="number">${say.gain}</th></tr></thead>
        <tbody>${changes.map(({ id, text, before, after, better }) => html`<tr>
          <th scope="row"><a href=${asked(id)} @click=${follow} lang="de">${text}</a>
            <span class="narrow">${classMark(before)} → ${classMark(after)}</span></th>
          <td class="wide">${classMark(before)}</td><td class="wide">${classMark(after)}</td>
          <td class="number ${better > 0 ? "better" : "worse"}">${changeText("", better)}</td>
        </tr>`)}</tbody>
      </table>` : html`<p>${say.notChanged}</p>`}
    </section>`;
  }

  private swap(): void {
    go(placeAddress("comparison", { vorher: this.newer, nachher: this.older }));
  }
}

function renderSide(title: string, run: Run): TemplateResult {
  return html`<div class="side">
    <p class="muted">${title}</p>
    <p><a href=${placeAddress("run", { lauf: run.name })} @click=${follow}>${run.set}, ${startedAt(run)}</a></p>
    <p class="muted name">${[modelName(run.model), run.name].filter(Boolean).join(" · ")}</p>
    ${classBar(run.classes ?? {})}
  </div>`;
}

function renderDifferences(differences: Difference[]): TemplateResult {
  const { comparison: say, run } = evaluating();
  const reach = Math.max(0.02, ...differences.filter(({ name }) => isShare(name)).flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  return html`<section aria-labelledby="differences">
    <h3 id="differences">${say.differences}</h3>
    <p class="muted">${say.pHint}</p>
    <div class="table-frame" role="group" aria-labelledby="differences" tabindex="0"><table aria-labelledby="differences">
      <thead><tr><th scope="col">${run.figure}</th><th scope="col" class="number wide">${say.before}</th><th scope="col" class="number wide">${say.after}</th>
        <th scope="col" class="number">${say.change}</th><th scope="col" class="number wide">${say.p}</th>
        <th scope="col" class="number wide">${say.wins}</th><th scope="col" class="number wide">${say.losses}</th></tr></thead>
      <tbody>${differences.map((each) => renderDifference(each, reach))}</tbody>
    </table></div>
  </section>`;
}

function renderDifference(each: Difference, reach: number): TemplateResult {
  const { comparison: say, run } = evaluating();
  const { name, before, after, low, high, corrected, wins, losses } = each;
  const change = after - before;
  const better = each.lower_is_better ? change < 0 : change > 0;
  const sure = corrected < SURE && change !== 0;
  const how = sure ? (better ? "better" : "worse") : "";
  return html`<tr class=${how}>
    <th scope="row">${figureName(name)}
      ${how ? html`<span class="mark ${how}">${say[how]}</span>` : nothing}
      ${each.lower_is_better ? html`<span class="muted below">${run.lower}</span>` : nothing}</th>
    <td class="number nowrap wide">${figureText(name, before)}</td>
    <td class="number nowrap wide">${figureText(name, after)}</td>
    <td class="number nowrap change-cell"><strong>${changeText(name, change)}</strong>
      <span class="narrow">${figureText(name, before)} → ${figureText(name, after)}</span>
      ${change || low || high ? html`<span class="muted below">${changeText(name, low)} … ${changeText(name, high)}</span>` : nothing}
      ${isShare(name) && (change || low || high) ? changeBar(change, low, high, reach) : nothing}</td>
    <td class="number wide">${pText(corrected)}</td>
    <td class="number wide">${wins}</td><td class="number wide">${losses}</td>
  </tr>`;
}

/** No p is 0, however small. */
function pText(p: number): string {
  const shown = (value: number): string => value.toLocaleString(words.locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return p < 0.001 ? `< ${shown(0.001)}` : shown(p);
}

function renderMoved({ moved }: Comparison): TemplateResult {
  const { comparison: say } = evaluating();
  return html`<section aria-labelledby="moved">
    <h3 id="moved">${say.moved}</h3>
    ${moved.length ? html`<table aria-labelledby="moved">
      <thead><tr><th scope="col">${say.before}</th><th scope="col">${say.after}</th><th scope="col" class="number">${say.questions}</th></tr></thead>
      <tbody>${moved.map(({ before, after, questions }) => html`<tr><td>${classMark(before)}</td><td>${classMark(after)}</td>
        <td class="number">${questions}</td></tr>`)}</tbody>
    </table>` : html`<p>${say.notMoved}</p>`}
  </section>`;
}

function renderCircumstances({ circumstances }: Comparison): TemplateResult {
  const { comparison: say, run } = evaluating();
  return html`<section aria-labelledby="circumstances">
    <h3 id="circumstances">${say.circumstances}</h3>
    ${circumstances.length ? html`<details><summary>${say.circumstances} (${circumstances.length})</summary>
      <table aria-labelledby="circumstances">
      <thead><tr><th scope="col">${run.name}</th><th scope="col">${say.before}</th><th scope="col">${say.after}</th></tr></thead>
      <tbody>${circumstances.map(({ name, before, after }) => html`<tr><th scope="row">${name}</th>
        <td class="digest">${String(before ?? "–")}</td><td class="digest">${String(after ?? "–")}</td></tr>`)}</tbody>
    </table></details>` : html`<p>${say.same}</p>`}
  </section>`;
}
