// <aktenlotse-run-questions>: the questions of a run, searchable and by what became of them.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { QuestionLine, WholeRun } from "./evaluation-api";
import { placeAddress } from "./evaluation-route";
import { evaluating } from "./evaluation-words";
import { CLASSES, classMark, className, figureText, percent } from "./measuring";
import { follow } from "./route";
import { innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import plotsStyle from "./plots.css?inline";
import style from "./evaluation.css?inline";

const PAGE = 50;

@customElement("aktenlotse-run-questions")
export class RunQuestions extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(plotsStyle), unsafeCSS(style)];

  @property({ attribute: false }) run!: WholeRun;
  @state() private search = "";
  @state() private failure = "";
  @state() private most = PAGE;

  override render(): TemplateResult {
    const { run: say } = evaluating();
    const found = this.found();
    return html`<section aria-labelledby="questions">
      <h3 id="questions">${say.questions}</h3>
      <div class="fields" role="search">
        <div class="kern-form-input">
          <label class="kern-label" for="search">${say.search}</label>
          <input id="search" type="search" class="kern-form-input__input" .value=${this.search}
            @input=${(event: Event) => this.narrow({ search: (event.target as HTMLInputElement).value })} />
        </div>
        <div class="kern-form-input">
          <label class="kern-label" for="failure">${say.class}</label>
          <div class="kern-form-input__select-wrapper"><select id="failure" class="kern-form-input__select"
            @change=${(event: Event) => this.narrow({ failure: (event.target as HTMLSelectElement).value })}>
            <option value="">${say.everyClass}</option>
            ${CLASSES.filter((name) => this.run.classes[name]).map((name) => html`<option value=${name}>${className(name)} (${this.run.classes[name]})</option>`)}
          </select></div>
        </div>
      </div>
      <p class="muted" role="status">${say.found(found.length, this.run.questions.length)}</p>
      ${found.length ? html`<table aria-labelledby="questions">
        <thead><tr><th scope="col">${say.question}</th><th scope="col" class="wide">${say.class}</th>
          <th scope="col" class="wide number">${say.confidence}</th><th scope="col" class="wide number">${say.time}</th></tr></thead>
        <tbody>${found.slice(0, this.most).map((each) => this.renderLine(each))}</tbody>
      </table>` : nothing}
      ${found.length > this.most ? html`<div class="buttons"><button class="kern-btn kern-btn--secondary"
        @click=${() => (this.most += PAGE)}><span class="kern-label">${say.more}</span></button></div>` : nothing}
    </section>`;
  }

  private renderLine({ id, text, failure, confidence, seconds }: QuestionLine): TemplateResult {
    return html`<tr>
      <th scope="row"><a href=${placeAddress("question", { lauf: this.run.name, frage: id })} @click=${follow} lang="de">${text}</a>
        <span class="narrow">${classMark(failure)}</span></th>
      <td class="wide">${classMark(failure)}</td>
      <td class="wide number">${confidence === null ? "–" : percent(confidence)}</td>
      <td class="wide number nowrap">${figureText("whole", seconds)}</td>
    </tr>`;
  }

  private found(): QuestionLine[] {
    const wanted = this.search.toLocaleLowerCase(words.locale).split(/\s+/).filter(Boolean);
    return this.run.questions.filter(({ id, text, failure }) => {
      const searched = `${id} ${text}`.toLocaleLowerCase(words.locale);
      return (!this.failure || failure === this.failure) && wanted.every((word) => searched.includes(word));
    });
  }

  private narrow(change: { search?: string; failure?: string }): void {
    Object.assign(this, change, { most: PAGE });
  }
}
