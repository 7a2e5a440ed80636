// <aktenlotse-rating>: two answers without their origin, which of them is better and what is at fault; by keyboard alone.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { editing } from "./editing-words";
import { exportRatings, rate, readComparisons, readNextPair, type Pair, type RatedComparison, type Rating, troubleOf } from "./evaluation-api";
import { evaluating } from "./evaluation-words";
import { keep } from "./measuring";
import "./pair";
import type { PairForm } from "./pair";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import ratingStyle from "./rating.css?inline";
import style from "./evaluation.css?inline";

const RATER = "aktenlotse.rater";

export type Judgement = Omit<Rating, "pair" | "rater">;

interface Done {
  pair: Pair;
  judgement: Judgement;
}

@customElement("aktenlotse-rating")
export class RatingPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style), unsafeCSS(ratingStyle)];

  @state() private comparisons: RatedComparison[] | null = null;
  @state() private comparison = "";
  @state() private rater = sessionStorage.getItem(RATER) ?? "";
  @state() private current: { pair: Pair | null; rated: number; pairs: number } | null = null;
  @state() private former: Done[] = [];
  @state() private again: Judgement | null = null;
  @state() private said = "";
  @state() private trouble = "";
  @query("#rater") private raterField!: HTMLInputElement;
  @query("aktenlotse-pair") private form!: PairForm | null;

  override firstUpdated(): void {
    void this.load();
  }

  override render(): TemplateResult {
    const { pages, rating: say } = evaluating();
    return html`<h2>${pages.rating}</h2>
      ${this.current ? nothing : html`<p class="intro">${say.intro}</p>`}
      <p class="said" role="status">${this.said}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${this.current ? this.renderCurrent(this.current) : this.renderStart()}`;
  }

  private renderStart(): unknown {
    const { rating: say } = evaluating();
    const { comparisons } = this;
    if (!comparisons) return this.trouble ? nothing : html`<p role="status">${editing().pages.loading}</p>`;
    if (!comparisons.length) return html`<section><h3>${say.none}</h3><p>${say.how}</p>
      <pre tabindex="0"><code>python -m eval pairs RUN RUN</code></pre></section>`;
    return html`<form class="fields" @submit=${this.begin}>
        <div class="kern-form-input">
          <label class="kern-label" for="rater">${say.rater}</label>
          <p class="kern-hint" id="rater-hint">${say.raterHint}</p>
          <input id="rater" class="kern-form-input__input" autocomplete="off" maxlength="50" aria-describedby="rater-hint" .value=${this.rater} />
        </div>
      </form>
      ${comparisons.map((each, index) => this.renderComparison(each, index))}`;
  }

  private renderComparison(each: RatedComparison, index: number): TemplateResult {
    const { rating: say } = evaluating();
    return html`<section aria-labelledby="comparison-${index}">
      <h3 id="comparison-${index}">${say.comparison} ${index + 1}</h3>
      <p class="muted name">${each.name}</p>
      <p>${say.state(each.rated, each.pairs, Object.keys(each.raters).length)}</p>
      <div class="buttons">
        <button class="kern-btn kern-btn--primary" aria-describedby="comparison-${index}" @click=${() => this.start(each.name)}><span class="kern-label">${say.start}</span></button>
        ${each.rated ? html`<button class="kern-btn kern-btn--secondary" @click=${() => this.download(each.name)}>
          <span class="kern-label">${say.export}</span></button>` : nothing}
      </div>
      ${each.rated ? html`<p class="muted">${say.exportHint}</p>` : nothing}
      ${renderAgreement(each, index)}
    </section>`;
  }

  private renderCurrent({ pair, rated, pairs }: NonNullable<typeof this.current>): TemplateResult {
    const { rating: say } = evaluating();
    return html`<div class="progress-line">
        <progress max=${pairs} value=${rated} aria-label=${say.progress(rated, pairs)}></progress>
        <span>${say.progress(rated, pairs)}</span>
        ${this.former.length ? html`<button class="quiet-button" @click=${this.back}>${icon("arrow-back")} ${say.back}</button>` : nothing}
        <button class="quiet-button" @click=${this.stop}>${icon("close")} ${say.stop}</button>
      </div>
      ${pair ? keyed(pair.id, html`<aktenlotse-pair .pair=${pair} .judgement=${this.again} @judged=${this.save}></aktenlotse-pair>`) : html`<p class="all-done" tabindex="-1">${say.done}</p>`}`;
  }

  private begin(event: Event): void {
    event.preventDefault();
    const [only] = this.comparisons ?? [];
    if (only) void this.start(only.name);
  }

  private async start(comparison: string): Promise<void> {
    this.rater = this.raterField.value.trim();
    this.trouble = this.rater ? "" : evaluating().rating.raterMissing;
    if (!this.rater) return this.raterField.focus();
    sessionStorage.setItem(RATER, this.rater);
    Object.assign(this, { comparison, former: [], said: "" });
    await this.next();
  }

  private async next(): Promise<void> {
    await this.attempt(async () => {
      this.current = await readNextPair(this.comparison, this.rater);
      this.again = null;
    });
    await this.focusPair();
  }

  private async focusPair(): Promise<void> {
    await this.updateComplete;
    await this.form?.updateComplete;
    if (this.form) this.form.begin();
    else this.renderRoot.querySelector<HTMLElement>(".all-done")?.focus();
  }

  private readonly save = async (event: CustomEvent<Judgement>): Promise<void> => {
    const pair = this.current?.pair;
    if (!pair) return;
    const judgement = event.detail;
    const saved = await this.attempt(() => rate({ ...judgement, pair: pair.id, rater: this.rater }));
    if (!saved) return;
    this.former = [...this.former, { pair, judgement }];
    this.said = evaluating().rating.saved;
    await this.next();
  };

  private async back(): Promise<void> {
    const last = this.former.at(-1);
    if (!last || !this.current) return;
    this.former = this.former.slice(0, -1);
    this.again = last.judgement;
    this.current = { ...this.current, pair: last.pair, rated: this.current.rated - 1 };
    await this.focusPair();
  }

  private async stop(): Promise<void> {
    Object.assign(this, { current: null, said: "" });
    await this.load();
    this.raterField?.focus();
  }

  private load(): Promise<boolean> {
    return this.attempt(async () => (this.comparisons = await readComparisons()));
  }

  private async download(comparison: string): Promise<void> {
    await this.attempt(async () => keep(await exportRatings(comparison), `${evaluating().pages.rating}.csv`));
  }

  private async attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.trouble = "";
    return action().then(() => true, (reason) => {
      this.trouble = troubleOf(reason);
      return false;
    });
  }
}

function renderAgreement({ fleiss, cohen }: RatedComparison, index: number): unknown {
  const { rating: say } = evaluating();
  const shown = (kappa: number | null): string => (kappa === null ? "–" : kappa.toLocaleString(words.locale, { maximumFractionDigits: 2 }));
  if (!cohen.length) return html`<p class="muted">${say.noAgreement}</p>`;
  return html`<h4 id="agreement-${index}">${say.agreement}</h4>
    <table class="small-table" aria-labelledby="agreement-${index}">
      <thead><tr><th scope="col">${say.raters}</th><th scope="col" class="number">${say.kappa}</th></tr></thead>
      <tbody>
        ${cohen.map(({ raters, kappa }) => html`<tr><th scope="row">${raters.join(" – ")}</th><td class="number">${shown(kappa)}</td></tr>`)}
        <tr><th scope="row">${say.fleiss}</th><td class="number">${shown(fleiss)}</td></tr>
      </tbody>
    </table>
    <p class="muted">${say.kappaHint}</p>`;
}

