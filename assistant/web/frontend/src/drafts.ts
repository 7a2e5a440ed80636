// <aktenlotse-drafts>: what people asked and were not served well, on its way to gold questions.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { editing } from "./editing-words";
import { collectDrafts, exportDrafts, readDrafts, type Draft, type DraftState, troubleOf } from "./evaluation-api";
import { evaluating } from "./evaluation-words";
import { keep } from "./measuring";
import { innerStyle } from "./style";
import "./draft";
import editingStyle from "./editing.css?inline";
import ratingStyle from "./rating.css?inline";
import style from "./evaluation.css?inline";

const STATES: DraftState[] = ["draft", "approved", "rejected"];

@customElement("aktenlotse-drafts")
export class DraftsPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style), unsafeCSS(ratingStyle)];

  @state() private shown: DraftState = "draft";
  @state() private drafts: Draft[] | null = null;
  @state() private counts: Record<DraftState, number> | null = null;
  @state() private said = "";
  @state() private trouble = "";

  override firstUpdated(): void {
    void this.load();
  }

  override render(): TemplateResult {
    const { pages, drafts: say } = evaluating();
    return html`<h2>${pages.drafts}</h2>
      <p class="intro">${say.intro}</p>
      <div class="buttons top">
        <button class="kern-btn kern-btn--primary" @click=${this.collect}><span class="kern-label">${say.collect}</span></button>
        ${this.counts?.approved ? html`<button class="kern-btn kern-btn--secondary" @click=${this.download}>
          <span class="kern-label">${say.export}</span></button>` : nothing}
      </div>
      <p class="said" role="status">${this.said}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
      <div class="filter" role="group" aria-label=${pages.drafts}>${STATES.map((name) => html`<button class="quiet-button"
        aria-pressed=${name === this.shown} @click=${() => this.show(name)}>${say.states[name]}${this.counts ? ` (${this.counts[name]})` : ""}</button>`)}</div>
      ${this.renderList()}`;
  }

  private renderList(): unknown {
    const { drafts: say } = evaluating();
    if (!this.drafts) return this.trouble ? nothing : html`<p role="status">${editing().pages.loading}</p>`;
    if (!this.drafts.length) return html`<p class="none" tabindex="-1">${say.none[this.shown]}</p>`;
    return html`<ol class="plain cards">${repeat(this.drafts, ({ id }) => id, (draft) => html`<li>
      <aktenlotse-draft .draft=${draft} @decided=${this.decided}></aktenlotse-draft></li>`)}</ol>`;
  }

  private show(name: DraftState): void {
    Object.assign(this, { shown: name, drafts: null, said: "" });
    void this.load();
  }

  private async load(): Promise<void> {
    const wanted = this.shown;
    await this.attempt(async () => {
      const { drafts, counts } = await readDrafts(wanted);
      if (wanted === this.shown) Object.assign(this, { drafts, counts });
    });
  }

  private async collect(): Promise<void> {
    await this.attempt(async () => (this.said = evaluating().drafts.collected(await collectDrafts())));
    await this.load();
  }

  /** The next one takes the place, and the focus, of the one that was decided. */
  private async decided(event: CustomEvent<{ draft: Draft; said: string }>): Promise<void> {
    const at = (this.drafts ?? []).findIndex(({ id }) => id === event.detail.draft.id);
    this.said = event.detail.said;
    await this.load();
    await this.updateComplete;
    const cards = [...this.renderRoot.querySelectorAll<HTMLElement>("aktenlotse-draft")];
    const next = cards[Math.min(at, cards.length - 1)]?.shadowRoot?.querySelector<HTMLElement>("summary");
    (next ?? this.renderRoot.querySelector<HTMLElement>(".none"))?.focus();
  }

  private async download(): Promise<void> {
    await this.attempt(async () => keep(await exportDrafts(), `${evaluating().pages.drafts}.csv`));
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    this.trouble = "";
    await action().then(() => undefined, (reason) => (this.trouble = troubleOf(reason)));
  }
}
