// <aktenlotse-draft>: one question that may become gold: what is right about it, and whether it counts.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { findDocuments } from "./editing-api";
import { changeDraft, decideDraft, type Answerable, type Draft, type DraftState, type DraftText, troubleOf } from "./evaluation-api";
import { evaluating, named } from "./evaluation-words";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import ratingStyle from "./rating.css?inline";
import style from "./evaluation.css?inline";

const ANSWERABLE: Answerable[] = ["yes", "no", "unknown"];
const PATIENCE = 250;
const PROPOSED = 10;

@customElement("aktenlotse-draft")
export class DraftCard extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style), unsafeCSS(ratingStyle)];

  @property({ attribute: false }) draft!: Draft;
  @state() private rows = 0;
  @state() private titles: string[] = [];
  @state() private said = "";
  @state() private trouble = "";
  @query("form") private form!: HTMLFormElement;
  private typing = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.rows = Math.max(1, this.draft.sources.length);
  }

  override render(): TemplateResult {
    const { drafts: say } = evaluating();
    const { question, origin, asked } = this.draft;
    return html`<details>
      <summary><span class="draft-question" lang="de">${question}</span>
        <span class="muted below">${[say.origins[origin], asked > 1 ? say.asked(asked) : "", noteOf(this.draft)].filter(Boolean).join(" · ")}</span></summary>
      ${this.renderForm()}
    </details>`;
  }

  private renderForm(): TemplateResult {
    const { drafts: say } = evaluating();
    const { draft } = this;
    return html`<form @submit=${this.approve}>
      ${area("question", say.question, draft.question, 2, true)}
      <fieldset class="answerables"><legend>${say.answerable}</legend>
        ${ANSWERABLE.map((name) => html`<label><input type="radio" name="answerable" value=${name} ?checked=${draft.answerable === name} />
          ${say.answerables[name]}</label>`)}
      </fieldset>
      ${area("answer", say.answer, draft.answer, 4)}
      ${area("facts", say.facts, draft.facts.join("\n"), 2, false, say.factsHint)}
      <fieldset class="sources"><legend>${say.sources}</legend>
        ${Array.from({ length: this.rows }, (_, index) => this.renderSource(index))}
        <button type="button" class="quiet-button" @click=${this.addSource}>${icon("add")} ${say.addSource}</button>
        <datalist id="titles">${this.titles.map((title) => html`<option value=${title}></option>`)}</datalist>
      </fieldset>
      <div class="fields">${line("category", say.category, draft.category)} ${line("note", say.note, noteOf(draft))}</div>
      <p class="said" role="status">${this.said}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
      <div class="buttons">
        ${draft.state === "approved" ? nothing : html`<button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${say.approve}</span></button>`}
        ${draft.state === "draft" ? html`<button type="button" class="kern-btn kern-btn--secondary" @click=${this.save}><span class="kern-label">${say.save}</span></button>
          <button type="button" class="kern-btn kern-btn--secondary danger" @click=${this.reject}><span class="kern-label">${say.reject}</span></button>` : html`
          <button type="button" class="kern-btn kern-btn--secondary" @click=${this.reopen}><span class="kern-label">${say.reopen}</span></button>`}
      </div>
    </form>`;
  }

  private renderSource(index: number): TemplateResult {
    const { drafts: say } = evaluating();
    const source = this.draft.sources[index];
    return html`<div class="source-row">
      <div class="kern-form-input"><label class="kern-label" for="document-${index}">${say.document}</label>
        <input id="document-${index}" name="document" list="titles" autocomplete="off" class="kern-form-input__input" maxlength="200"
          .defaultValue=${source?.document ?? ""} @input=${this.propose} /></div>
      <div class="kern-form-input page"><label class="kern-label" for="page-${index}">${say.page}</label>
        <input id="page-${index}" name="page" type="number" min="1" inputmode="numeric" class="kern-form-input__input"
          .defaultValue=${source?.page?.toString() ?? ""} /></div>
    </div>`;
  }

  private propose(event: Event): void {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    if (text.length < 2) return;
    this.typing = window.setTimeout(() => {
      void findDocuments({ query: text, limit: PROPOSED }).then(
        ({ documents }) => (this.titles = documents.map(({ title }) => title)),
        () => undefined,
      );
    }, PATIENCE);
  }

  private async addSource(): Promise<void> {
    this.rows += 1;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#document-${this.rows - 1}`)?.focus();
  }

  private read(): DraftText {
    const said = new FormData(this.form);
    const text = (name: string): string => String(said.get(name) ?? "").trim();
    const pages = said.getAll("page").map((page) => Number(page) || null);
    return {
      question: text("question"),
      answer: text("answer"),
      facts: text("facts").split("\n").map((fact) => fact.trim()).filter(Boolean),
      sources: said.getAll("document").map((name, index) => ({ document: String(name).trim(), page: pages[index] ?? null })).filter(({ document }) => document),
      answerable: text("answerable") as Answerable,
      category: text("category"),
      note: text("note"),
    };
  }

  private async save(): Promise<void> {
    await this.attempt(async () => {
      this.draft = await changeDraft(this.draft.id, this.read());
      this.said = evaluating().drafts.saved;
    });
  }

  private approve(event: Event): void {
    event.preventDefault();
    const text = this.read();
    const missing = text.answerable === "no" ? undefined : !text.answer ? "#answer" : !text.sources.length ? "#document-0" : undefined;
    if (missing) {
      this.trouble = evaluating().drafts.unfinished;
      return this.renderRoot.querySelector<HTMLElement>(missing)?.focus();
    }
    void this.attempt(async () => {
      this.draft = await changeDraft(this.draft.id, text);
      await this.decide("approved", evaluating().drafts.approved(this.draft.question));
    });
  }

  private reject(): void {
    void this.attempt(() => this.decide("rejected", evaluating().drafts.rejected(this.draft.question)));
  }

  private reopen(): void {
    void this.attempt(() => this.decide("draft", evaluating().drafts.reopened(this.draft.question)));
  }

  private async decide(state: DraftState, said: string): Promise<void> {
    const draft = await decideDraft(this.draft.id, state);
    this.dispatchEvent(new CustomEvent("decided", { detail: { draft, said } }));
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    Object.assign(this, { trouble: "", said: "" });
    await action().then(() => undefined, (reason) => (this.trouble = troubleOf(reason)));
  }
}

/** The note; a reason that was chosen with the feedback begins it as a code. */
function noteOf({ note }: Draft): string {
  return note.replace(/^\w+(?= - |$)/, (code) => named(words.feedback.reasons, code));
}

function area(name: string, label: string, value: string, rows: number, required = false, hint = ""): TemplateResult {
  return html`<div class="kern-form-input">
    <label class="kern-label" for=${name}>${label}</label>
    ${hint ? html`<p class="kern-hint" id="${name}-hint">${hint}</p>` : nothing}
    <textarea id=${name} name=${name} rows=${rows} ?required=${required} class="kern-form-input__input" lang="de"
      aria-describedby=${hint ? `${name}-hint` : nothing} .defaultValue=${value}></textarea>
  </div>`;
}

function line(name: string, label: string, value: string): TemplateResult {
  return html`<div class="kern-form-input">
    <label class="kern-label" for=${name}>${label}</label>
    <input id=${name} name=${name} autocomplete="off" maxlength=${name === "note" ? 4000 : 100} class="kern-form-input__input" .defaultValue=${value} />
  </div>`;
}
