// <aktenlotse-vocabulary>: the authority's own words: search, add, change, remove, try with and without.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { findWords, putWords, readSuggestions, removeWords, tryWords, type WordEntry, type WordFinds } from "./editing-api";
import { editing } from "./editing-words";
import { wholeLibrary } from "./library-words";
import { icon, innerStyle } from "./style";
import { renderHit } from "./trial";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import style from "./vocabulary.css?inline";

const PAGE = 25;
const PATIENCE = 150;

@customElement("aktenlotse-vocabulary")
export class Vocabulary extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private entries: WordEntry[] = [];
  @state() private total = 0;
  @state() private search = { query: "", own: false, offset: 0 };
  @state() private former: string[] = [];
  @state() private suggestions: { word: string; questions: number }[] = [];
  @state() private tried: { without: WordFinds; with: WordFinds } | null = null;
  @state() private wrong: "everyday" | "official" | "question" | "" = "";
  @state() private said = "";
  @state() private trouble = "";
  @query("#everyday") private everyday!: HTMLInputElement;
  @query("#official") private official!: HTMLInputElement;
  @query("#question") private question!: HTMLInputElement;
  private typing = 0;

  override firstUpdated(): void {
    void this.refresh();
  }

  /** What there is, anew: an entry has changed, or may have. */
  private async refresh(): Promise<void> {
    await this.load();
    await this.attempt(async () => (this.suggestions = await readSuggestions()));
  }

  private load(): Promise<void> {
    const { search } = this;
    return this.attempt(async () => {
      const found = await findWords(search.query, search.own, search.offset);
      if (search === this.search) [this.entries, this.total] = [found.entries, found.total];
    });
  }

  override render(): TemplateResult {
    const { vocabulary: say } = wholeLibrary();
    return html`<h2>${say.heading}</h2>
      <p class="intro">${say.intro}</p>
      <p class="said" role="status">${this.said}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
      <section aria-labelledby="form-heading">
        <h3 id="form-heading">${this.former.length ? say.change : say.add}</h3>
        ${this.renderForm()}
        ${this.tried ? this.renderTrial(this.tried) : nothing}
      </section>
      ${this.renderSuggestions()}
      <section aria-labelledby="list-heading">
        <h3 id="list-heading">${say.list}</h3>
        ${this.renderSearch()} ${this.renderTable()}
      </section>`;
  }

  private renderForm(): TemplateResult {
    const { vocabulary: say } = wholeLibrary();
    return html`<form @submit=${this.save} novalidate>
      <div class="fields">
        ${this.renderField("everyday", say.everyday, say.everydayHint)}
        ${this.renderField("official", say.official, say.officialHint)}
        <div class="whole">${this.renderField("question", say.question, "")}</div>
      </div>
      <div class="buttons">
        <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${say.save}</span></button>
        <button class="kern-btn kern-btn--secondary" type="button" @click=${this.try}><span class="kern-label">${say.try}</span></button>
        ${this.former.length ? html`<button class="quiet-button" type="button" @click=${this.clear}>${words.cancel}</button>` : nothing}
      </div>
    </form>`;
  }

  private renderField(name: "everyday" | "official" | "question", label: string, hint: string): TemplateResult {
    const wrong = this.wrong === name;
    return html`<div class="kern-form-input ${wrong ? "kern-form-input--error" : ""}">
      <label class="kern-label" for=${name}>${label}</label>
      ${hint ? html`<p class="kern-hint" id="${name}-hint">${hint}</p>` : nothing}
      <input id=${name} class="kern-form-input__input ${wrong ? "kern-form-input__input--error" : ""}" autocomplete="off"
        aria-invalid=${wrong} aria-describedby=${[hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(" ") || nothing} />
      ${wrong ? html`<p class="kern-error" id="${name}-error" role="alert">
        ${icon("danger")}<span class="kern-body">${wholeLibrary().vocabulary.missing}</span></p>` : nothing}
    </div>`;
  }

  private renderTrial(tried: { without: WordFinds; with: WordFinds }): TemplateResult {
    const { vocabulary: say } = wholeLibrary();
    const known = new Set(tried.without.hits.map(({ passage }) => passage.id));
    const side = (title: string, { widened, hits }: WordFinds, marks: boolean): TemplateResult => html`<div>
      <h4>${title}</h4>
      <p class="muted">${widened.length ? `${say.widened} ${widened.flatMap(({ official }) => official).join(", ")}` : ""}</p>
      ${hits.length ? html`<ol>${hits.map((hit) => renderHit(hit, marks && !known.has(hit.passage.id) ? say.fresh : ""))}</ol>` : html`<p>${say.nothing}</p>`}
    </div>`;
    return html`<div class="sides" role="status">${side(say.without, tried.without, false)}${side(say.with, tried.with, true)}</div>`;
  }

  private renderSuggestions(): TemplateResult {
    const { vocabulary: say } = wholeLibrary();
    return html`<section aria-labelledby="suggestions-heading">
      <h3 id="suggestions-heading">${say.suggestions}</h3>
      <p class="muted">${this.suggestions.length ? say.suggestionsHint : say.noSuggestions}</p>
      ${this.suggestions.map(({ word, questions }) => html`<button class="quiet-button" @click=${() => this.edit([word], [], false)}>
        ${icon("add")} ${say.take(word, questions)}</button>`)}
    </section>`;
  }

  private renderSearch(): TemplateResult {
    const { vocabulary: say } = wholeLibrary();
    return html`<div class="line" role="search">
      <div class="kern-form-input">
        <label class="kern-label" for="search">${say.search}</label>
        <input id="search" type="search" class="kern-form-input__input"
          @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)} />
      </div>
      <button class="quiet-button" aria-pressed=${this.search.own} @click=${() => this.show({ own: !this.search.own, offset: 0 })}>
        ${say.onlyOwn}</button>
    </div>
    <p class="muted" role="status">${this.total ? say.found(this.total) : say.none}</p>`;
  }

  private renderTable(): unknown {
    const { vocabulary: say } = wholeLibrary();
    const end = Math.min(this.search.offset + PAGE, this.total);
    const step = (by: number, label: string, possible: boolean): TemplateResult => html`<button class="kern-btn kern-btn--secondary"
      aria-disabled=${!possible} @click=${() => possible && this.show({ offset: this.search.offset + by })}><span class="kern-label">${label}</span></button>`;
    if (!this.total) return nothing;
    return html`<table aria-labelledby="list-heading">
        <thead><tr><th scope="col">${say.everyday}</th><th scope="col" class="wide">${say.official}</th>
          <th scope="col" class="wide">${say.origin}</th><th scope="col">${say.actions}</th></tr></thead>
        <tbody>${this.entries.map((entry) => this.renderEntry(entry))}</tbody>
      </table>
      ${this.total > PAGE ? html`<nav class="paging" aria-label=${editing().list.paging}>
        <span role="status">${editing().list.range(this.search.offset + 1, end, this.total)}</span>
        ${step(-PAGE, editing().list.earlier, this.search.offset > 0)} ${step(PAGE, editing().list.later, end < this.total)}
      </nav>` : nothing}`;
  }

  private renderEntry({ everyday, official, own }: WordEntry): TemplateResult {
    const { vocabulary: say } = wholeLibrary();
    const [word = ""] = everyday;
    return html`<tr>
      <th scope="row">${everyday.join(", ")}<span class="narrow">${official.join(", ")}</span></th>
      <td class="wide">${official.join(", ")}</td>
      <td class="wide">${own ? html`<span class="mark">${say.own}</span>` : say.shipped}</td>
      <td>
        <button class="quiet-button" aria-label=${own ? say.edit(word) : say.adapt(word)} @click=${() => this.edit(everyday, official, own)}>
          ${own ? say.editShort : say.adaptShort}</button>
        ${own ? html`<button class="quiet-button" aria-label=${say.remove(word)} @click=${() => this.takeOut(everyday)}>${say.removeShort}</button>` : nothing}
      </td>
    </tr>`;
  }

  private type(query: string): void {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.show({ query: query.trim(), offset: 0 }), PATIENCE);
  }

  private show(change: Partial<typeof this.search>): void {
    this.search = { ...this.search, ...change };
    void this.load();
  }

  private edit(everyday: string[], official: string[], own: boolean): void {
    this.former = own ? everyday : [];
    this.everyday.value = everyday.join(", ");
    this.official.value = official.join(", ");
    this.tried = null;
    this.wrong = "";
    (official.length ? this.everyday : this.official).focus();
  }

  private readonly clear = (): void => {
    this.edit([], [], false);
    this.everyday.focus();
  };

  /** The first field without content gets the focus. */
  private isFilled(...names: ("everyday" | "official" | "question")[]): boolean {
    this.said = this.trouble = "";
    this.wrong = names.find((name) => !this[name].value.trim()) ?? "";
    if (this.wrong) this[this.wrong].focus();
    return !this.wrong;
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.isFilled("everyday", "official")) return;
    await this.attempt(async () => {
      const { everyday: [word = ""] } = await putWords(terms(this.everyday), terms(this.official), this.former);
      this.clear();
      this.said = wholeLibrary().vocabulary.saved(word);
      await this.refresh();
    });
  }

  private async try(): Promise<void> {
    if (!this.isFilled("everyday", "official", "question")) return;
    await this.attempt(async () => (this.tried = await tryWords(this.question.value.trim(), terms(this.everyday), terms(this.official))));
  }

  private async takeOut(everyday: string[]): Promise<void> {
    const [word = ""] = everyday;
    if (!confirm(wholeLibrary().vocabulary.sure(word))) return;
    await this.attempt(async () => {
      await removeWords(everyday);
      this.said = wholeLibrary().vocabulary.removed(word);
      await this.refresh();
    });
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }
}

function terms(field: HTMLInputElement): string[] {
  return field.value.split(/[,;|\n]/).map((term) => term.trim()).filter(Boolean);
}
