// <aktenlotse-chat>: the conversation with the assistant, with the sources beside it.
// With the attribute `page` it is a page of its own; without, it sits in another page.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { ApiError, ask, readCollections, readSettings, type ChatRequest, type Collection, type Settings } from "./api";
import type { Composer, Question } from "./composer";
import { ended, failed, history, isOpen, newTurn, spoken, withEvent, type Turn } from "./conversation";
import { headerStyle, pageHeader } from "./header";
import type { Source, SourcePanel } from "./source";
import { brandMark, icon, kernStyle } from "./style";
import { words } from "./words";
import "./answer";
import "./composer";
import "./source";
import style from "./chat.css?inline";

export interface SourceRequest {
  source: Source;
  opener: HTMLElement;
}

@customElement("aktenlotse-chat")
export class Chat extends LitElement {
  static override styles = [...kernStyle, headerStyle, unsafeCSS(style)];

  @property({ type: Boolean }) page = false;
  @state() private settings: Settings | null = null;
  @state() private collections: Collection[] = [];
  @state() private turns: Turn[] = [];
  @state() private source: Source | null = null;
  @query("aktenlotse-composer") private composer!: Composer;
  @query("aktenlotse-source") private panel!: SourcePanel;
  private stopper = new AbortController();
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void readSettings().then((settings) => {
      this.settings = settings;
      if (this.page) document.title = settings.name;
    }, ignored);
    void readCollections().then((collections) => (this.collections = collections), ignored);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopper.abort();
  }

  override firstUpdated(): void {
    if (this.page) void this.composer.updateComplete.then(() => this.composer.focus());
  }

  override render(): TemplateResult {
    const link = this.page ? { address: "redaktion", text: words.toDocuments } : null;
    const last = this.turns.at(-1);
    return html`<div class="frame">
      <button class="quiet-button skip" @click=${() => this.composer.focus()}>${words.chat.skipToQuestion}</button>
      ${pageHeader(this.settings, link, this.turns.length ? this.renderNew() : nothing)}
      <div class="columns">
        <main>
          <section class="conversation" aria-label=${words.chat.conversation}>
            ${last ? this.renderTurns() : this.renderWelcome()}
          </section>
          <div class="dock">
            <aktenlotse-composer
              .busy=${isOpen(last)}
              .collections=${this.collections}
              .notice=${this.settings?.notice ?? words.chat.notice}
              .followUp=${this.turns.length > 0}
              @ask=${(event: CustomEvent<Question>) => this.ask(event.detail)}
              @stop=${() => this.stopper.abort()}
            ></aktenlotse-composer>
          </div>
        </main>
        <aktenlotse-source .source=${this.source} @closed=${() => (this.source = null)}></aktenlotse-source>
      </div>
      <div class="kern-sr-only" role="status">${spoken(last).map((sentence) => html`<p>${sentence}</p>`)}</div>
    </div>`;
  }

  private renderNew(): TemplateResult {
    return html`<button class="quiet-button" @click=${this.startAgain}>${icon("add")} ${words.chat.newConversation}</button>`;
  }

  private renderWelcome(): TemplateResult {
    const examples = this.settings?.examples ?? [];
    return html`<div class="welcome">
      ${brandMark}
      <h2>${this.settings?.greeting ?? words.chat.greeting}</h2>
      ${examples.length ? html`<h3 id="examples">${words.chat.examples}</h3>` : nothing}
      <ul class="examples" aria-labelledby="examples">
        ${examples.map((example) => html`<li>
          <button class="example" @click=${() => this.composer.send(example)}>${example} ${icon("arrow-forward")}</button>
        </li>`)}
      </ul>
    </div>`;
  }

  private renderTurns(): unknown {
    return repeat(this.turns, (turn) => turn.number, (turn) => html`<aktenlotse-answer
      class=${turn === this.turns.at(-1) ? "last" : ""}
      .turn=${turn}
      .notice=${this.settings?.notice ?? words.chat.notice}
      @open-source=${(event: CustomEvent<SourceRequest>) => this.openSource(event.detail)}
      @retry=${() => this.retry(turn)}
    ></aktenlotse-answer>`);
  }

  private openSource({ source, opener }: SourceRequest): void {
    this.source = source;
    void this.updateComplete.then(() => this.panel.open(opener));
  }

  private ask(question: Question): void {
    void this.follow(newTurn(this.asked++, { ...question, history: history(this.turns) }));
  }

  private retry(turn: Turn): void {
    this.turns = this.turns.filter((other) => other !== turn);
    this.ask(turn.request);
  }

  private startAgain(): void {
    this.stopper.abort();
    this.turns = [];
    this.panel.close();
    this.composer.focus();
  }

  /** Shows the turn and keeps it up to date until its answer is complete. */
  private async follow(turn: Turn): Promise<void> {
    this.stopper = new AbortController();
    const { signal } = this.stopper;
    this.turns = [...this.turns, turn];
    void this.updateComplete.then(() => this.showLastTurn());
    const change = (changed: Turn): void => {
      this.turns = this.turns.map((other) => (other === turn ? changed : other));
      turn = changed;
    };
    try {
      for await (const event of ask(turn.request as ChatRequest, signal)) change(withEvent(turn, event));
      change(ended(turn));
    } catch (reason) {
      if (signal.aborted) change({ ...turn, state: "stopped" });
      else change(failed(turn, reason instanceof ApiError ? reason.message : words.errors.broken));
    }
  }

  private showLastTurn(): void {
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const last = this.renderRoot.querySelector("aktenlotse-answer:last-of-type");
    last?.scrollIntoView({ block: "start", behavior: smooth ? "smooth" : "auto" });
  }
}

// The page works without greeting and collections; a question will say what is wrong.
function ignored(): void {}
