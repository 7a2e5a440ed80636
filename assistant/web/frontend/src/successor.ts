// <aktenlotse-successor>: a field that finds the document which takes another one's place.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { findDocuments, type Entry } from "./editing-api";
import { editing } from "./editing-words";
import { validity } from "./marks";
import { icon, innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./successor.css?inline";

const PATIENCE = 150;
const SHOWN = 8;

@customElement("aktenlotse-successor")
export class SuccessorField extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) own = "";
  @property({ attribute: false }) chosen: Entry | null = null;
  @state() private found: Entry[] | null = null;
  @state() private active = -1;
  @query("input") private field!: HTMLInputElement;
  private typing = 0;

  override render(): TemplateResult {
    const { document } = editing();
    const open = this.found !== null;
    return html`<div class="kern-form-input">
      <label class="kern-label" for="successor">${document.superseded}</label>
      <p class="kern-hint" id="hint">${document.supersededHint}</p>
      <div class="line">
        <input id="successor" class="kern-form-input__input" role="combobox" autocomplete="off" aria-autocomplete="list"
          aria-expanded=${open} aria-controls="found" aria-describedby="hint"
          aria-activedescendant=${this.active < 0 ? nothing : `option-${this.active}`}
          .value=${this.chosen?.title ?? ""} @input=${this.type} @keydown=${this.press} @blur=${this.leave} />
        ${this.chosen ? html`<button class="quiet-button" type="button" @click=${this.unchoose}>
          ${icon("close")} ${document.removeSuccessor}</button>` : nothing}
      </div>
      <ul id="found" role="listbox" aria-label=${document.superseded} ?hidden=${!this.found?.length}>
        ${this.found?.map((entry, index) => html`<li id="option-${index}" role="option" aria-selected=${index === this.active}
          @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(entry)}>
          ${entry.title} <span class="muted">${[entry.collection, validity(entry)].filter(Boolean).join(" · ")}</span></li>`)}
      </ul>
      <p class="muted small" role="status">${this.found && (this.found.length ? document.successors(this.found.length) : document.noSuccessor)}</p>
    </div>`;
  }

  private type(): void {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => void this.find(this.field.value.trim()), PATIENCE);
  }

  private async find(query: string): Promise<void> {
    if (!query) this.chosen = null;
    const found = query ? await findDocuments({ query, limit: SHOWN + 1 }).catch(() => null) : null;
    if (this.field.value.trim() !== query) return;
    this.found = found && found.documents.filter(({ id }) => id !== this.own).slice(0, SHOWN);
    this.active = -1;
  }

  private press(event: KeyboardEvent): void {
    const entry = this.found?.[this.active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found?.length) this.active = (this.active + step + this.found.length) % this.found.length;
    else if (event.key === "Enter" && entry) this.choose(entry);
    else if (event.key === "Escape" && this.found) this.leave();
    else return;
    event.preventDefault();
  }

  private choose(entry: Entry): void {
    this.chosen = entry;
    this.leave();
  }

  private unchoose(): void {
    this.chosen = null;
    this.leave();
    this.field.focus();
  }

  /** What was typed without choosing says nothing: the field shows what counts. */
  private leave(): void {
    clearTimeout(this.typing);
    this.found = null;
    this.active = -1;
    this.field.value = this.chosen?.title ?? "";
  }
}
