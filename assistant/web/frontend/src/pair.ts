// <aktenlotse-pair>: the form about one pair of answers. Its keys work while the focus is inside it, and not in text fields.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Better, Pair, Shown } from "./evaluation-api";
import { evaluating } from "./evaluation-words";
import type { Judgement } from "./rating";
import { innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import ratingStyle from "./rating.css?inline";
import style from "./evaluation.css?inline";

const KEYS: [string, Better][] = [["1", "left"], ["2", "equal"], ["3", "right"]];
const SIDES = ["left", "right"] as const;

@customElement("aktenlotse-pair")
export class PairForm extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style), unsafeCSS(ratingStyle)];

  @property({ attribute: false }) pair!: Pair;
  /** What was said of the pair before, if it is shown again. */
  @property({ attribute: false }) judgement: Judgement | null = null;
  @state() private better: Better | null = null;
  @state() private trouble = "";
  @query("form") private form!: HTMLFormElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("pair") && !changed.has("judgement")) return;
    this.better = this.judgement?.better ?? null;
    this.trouble = "";
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("pair")) this.fill();
  }

  /** Lets the person read from the question on. */
  begin(): void {
    const heading = this.renderRoot.querySelector<HTMLElement>("h3");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "nearest" });
  }

  override render(): TemplateResult {
    const { rating: say } = evaluating();
    return html`<form @submit=${this.submit} @keydown=${this.press}>
      <h3 tabindex="-1" lang="de">${this.pair.question}</h3>
      <div class="beside">${renderShown(say.left, this.pair.left, "left")} ${renderShown(say.right, this.pair.right, "right")}</div>
      <div class="verdict-bar">
      <fieldset class="which">
        <legend>${say.which}</legend>
        ${KEYS.map(([key, better]) => html`<label class="choice-button">
          <input type="radio" name="better" value=${better} .checked=${this.better === better} @change=${() => this.choose(better)} />
          <span>${say.better[better]}</span> <kbd aria-hidden="true">${key}</kbd>
        </label>`)}
      </fieldset>
      <p class="trouble" role="alert">${this.trouble}</p>
      </div>
      <div class="beside">${SIDES.map((side) => html`<fieldset class="faults-of">
        <legend>${say.faults[side]}</legend>
        <div class="fault-list">${Object.entries(say.faultNames).map(([fault, name]) => html`<label>
          <input type="checkbox" name=${`${side}_faults`} value=${fault} /> ${name}</label>`)}</div>
      </fieldset>`)}</div>
      <div class="kern-form-input comment">
        <label class="kern-label" for="comment">${say.comment}</label>
        <textarea id="comment" name="comment" rows="2" maxlength="2000" class="kern-form-input__input"></textarea>
      </div>
      <div class="buttons">
        <button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${say.save}</span></button>
        <span class="muted">${say.keys}</span>
      </div>
    </form>`;
  }

  private choose(better: Better): void {
    this.better = better;
    this.trouble = "";
  }

  private press(event: KeyboardEvent): void {
    const { target, key } = event;
    if (target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const [, better] = KEYS.find(([one]) => one === key) ?? [];
    if (better) this.choose(better);
    else if (key === "Enter" && !(target instanceof HTMLButtonElement) && !(target instanceof HTMLElement && target.matches("summary"))) this.form.requestSubmit();
    else return;
    event.preventDefault();
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (!this.better) {
      this.trouble = evaluating().rating.missing;
      return this.renderRoot.querySelector<HTMLElement>("[name=better]")?.focus();
    }
    const said = new FormData(this.form);
    const detail: Judgement = {
      better: this.better,
      left_faults: said.getAll("left_faults").map(String),
      right_faults: said.getAll("right_faults").map(String),
      comment: String(said.get("comment") ?? ""),
    };
    this.dispatchEvent(new CustomEvent("judged", { detail }));
  }

  /** Empties the form, or shows what was said before. */
  private fill(): void {
    this.form.querySelectorAll<HTMLInputElement>("[type=checkbox]").forEach((box) => {
      const faults = box.name === "left_faults" ? this.judgement?.left_faults : this.judgement?.right_faults;
      box.checked = faults?.includes(box.value) ?? false;
    });
    const comment = this.form.querySelector("textarea");
    if (comment) comment.value = this.judgement?.comment ?? "";
  }
}

function renderShown(title: string, { text, citations }: Shown, side: string): TemplateResult {
  const { rating: say } = evaluating();
  return html`<section class="shown" aria-labelledby=${`${side}-title`}>
    <h4 id=${`${side}-title`}>${title}</h4>
    <p class="given" lang="de">${text}</p>
    ${citations.length ? html`<details><summary>${say.sources}<span class="kern-sr-only">: ${title}</span></summary>
      <ol class="plain quotes">${citations.map(({ number, place, quote }) => html`<li><strong>[${number}]</strong> ${place}
        <blockquote lang="de">${quote}</blockquote></li>`)}</ol></details>` : nothing}
  </section>`;
}
