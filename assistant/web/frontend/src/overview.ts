// <aktenlotse-overview>: how much is there, how much is asked, and what becomes of it; figures of groups only.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { columns, parts } from "./charts";
import { formatDate } from "./dates";
import { readOverview, type Outcome, type Overview, type Standing } from "./editing-api";
import { editing } from "./editing-words";
import { wholeLibrary } from "./library-words";
import { innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import style from "./overview.css?inline";

const OUTCOMES: Outcome[] = ["answered", "touched", "nothing"];
const STANDINGS: Standing[] = ["in_force", "soon", "coming", "expired"];

@customElement("aktenlotse-overview")
export class OverviewPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private found: Overview | null = null;
  @state() private trouble = "";

  override firstUpdated(): void {
    readOverview().then(
      (found) => (this.found = found),
      (reason: Error) => (this.trouble = reason.message),
    );
  }

  override render(): TemplateResult {
    const { overview: say } = wholeLibrary();
    const { pages } = editing();
    const { found } = this;
    return html`<h2>${say.heading}</h2>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${found ? html`<p class="intro">${found.kept_days ? say.intro(found.kept_days) : say.notKept}</p>
        ${renderTiles(found)} ${found.kept_days && found.questions ? renderQuestions(found) : nothing} ${renderLibrary(found)}` : html`<p role="status">${pages.loading}</p>`}`;
  }
}

function renderTiles({ library, questions, outcomes, seconds, feedback, kept_days }: Overview): TemplateResult {
  const { overview: say } = wholeLibrary();
  const known = OUTCOMES.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0);
  const share = outcomes.answered === null || !known ? null : Math.round((outcomes.answered / known) * 100);
  const asked = feedback && feedback.helpful !== null ? feedback.helpful.toLocaleString(words.locale) : say.few;
  return html`<dl class="tiles">
    ${tile(say.documents, library.documents.toLocaleString(words.locale), say.inForce((library.standings.in_force ?? 0) + (library.standings.soon ?? 0)))}
    ${kept_days ? html`
      ${tile(say.questions, questions ? say.about(questions) : say.few, "")}
      ${tile(say.answered, share === null ? "–" : `${share} %`, "")}
      ${tile(say.latency, seconds ? say.seconds(seconds.p50) : "–", seconds ? `${say.slowest}: ${say.seconds(seconds.p95)}` : say.tooFew)}
    ` : nothing}
    ${tile(say.feedback, feedback ? asked : "–", feedback ? say.helpful : say.tooFew)}
  </dl>`;
}

function tile(name: string, value: string, more: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd class="value">${value}</dd>${more ? html`<dd class="muted">${more}</dd>` : nothing}</div>`;
}

function renderQuestions({ days, outcomes }: Overview): TemplateResult {
  const { overview: say } = wholeLibrary();
  return html`<section aria-labelledby="days-heading">
      <h3 id="days-heading">${say.perDay}</h3>
      ${columns(say.perDay, say.day, say.questions, days.map(({ day, questions }) => ({ name: formatDate(day), value: questions })))}
    </section>
    <section aria-labelledby="outcomes-heading">
      <h3 id="outcomes-heading">${say.outcomes}</h3>
      ${parts(say.outcomes, say.outcome, say.questions, OUTCOMES.map((name) => ({ name: say.outcomeNames[name], value: outcomes[name] })))}
    </section>`;
}

function renderLibrary({ library }: Overview): TemplateResult {
  const { overview: say } = wholeLibrary();
  const { standings } = editing();
  const missing = library.passages - library.searchable;
  const queue = [library.waiting ? say.waiting(library.waiting) : say.queueEmpty, library.failed ? say.failed(library.failed) : ""];
  return html`<section aria-labelledby="standings-heading">
      <h3 id="standings-heading">${say.standings}</h3>
      ${parts(say.standings, editing().list.valid, say.documents, STANDINGS.map((name) => ({ name: standings[name], value: library.standings[name] ?? 0 })))}
    </section>
    <section aria-labelledby="health-heading">
      <h3 id="health-heading">${say.health}</h3>
      <dl class="facts">
        <dt>${say.model}</dt><dd>${library.model === "quoting" ? say.quoting : library.model}</dd>
        <dt>${say.embedder}</dt><dd>${library.embedder}</dd>
        <dt>${say.index}</dt><dd>${library.passages.toLocaleString(words.locale)} ${say.passages}, ${missing > 0 ? say.indexBehind(missing) : say.indexFine}</dd>
        <dt>${say.queue}</dt><dd>${queue.filter(Boolean).join(", ")}</dd>
      </dl>
    </section>`;
}
