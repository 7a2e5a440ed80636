// <aktenlotse-talk>: a conversation with the assistant, with the sources beside it. Knows what
// happens on a question; what the authority calls itself comes from <aktenlotse-chat>.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { ApiError, ask, type Collection } from "./api";
import { browserArchive, type Archive } from "./archive";
import type { Composer, Question } from "./composer";
import { ended, failed, history, isOpen, newTurn, spoken, withEvent, type Turn } from "./conversation";
import type { ConversationList } from "./conversations";
import { headerStyle, languageSwitch, pageHeader } from "./header";
import { newConversation, type Conversation } from "./saved";
import type { Source, SourcePanel } from "./source";
import { glyph, icon, innerStyle } from "./style";
import { signInAddress } from "./visitor";
import { language, words } from "./words";
import "./answer";
import "./composer";
import "./conversations";
import "./footer";
import "./source";
import style from "./talk.css?inline";

export interface SourceRequest {
  source: Source;
  opener: HTMLElement;
}

const WIDE = matchMedia("(min-width: 64rem) and (min-height: 34rem)");
const ROOM_FOR_BOTH = 900; // pixels of an inline chat that shows a source beside the conversation

@customElement("aktenlotse-talk")
export class Talk extends LitElement {
  static override styles = [...innerStyle, headerStyle, unsafeCSS(style)];

  @property() display: "button" | "inline" | "page" = "page";
  @property({ attribute: false }) name = "";
  @property({ attribute: false }) authority = "";
  @property({ attribute: false }) mark: unknown = nothing;
  @property({ attribute: false }) greeting = "";
  @property({ attribute: false }) notice = "";
  @property({ attribute: false }) examples: string[] = [];
  @property({ attribute: false }) collections: Collection[] = [];
  @property({ attribute: false }) within: string[] = [];
  /** Where conversations are kept; fails as long as nobody knows who is visiting. */
  @property({ attribute: false }) findArchive = (): Promise<Archive> => Promise.resolve(browserArchive);
  /** Whether nobody is signed in where somebody has to be. */
  @property({ attribute: false }) locked = false;
  @state() private conversation: Conversation = newConversation();
  @state() private source: Source | null = null;
  @state() private beside = WIDE.matches;
  @query("aktenlotse-composer") private composer!: Composer;
  @query("aktenlotse-source") private panel!: SourcePanel;
  @query("aktenlotse-conversations") private list!: ConversationList;
  @query(".conversation") private scroller!: HTMLElement;
  /** Conversations with an answer that is being written, also while another one is shown. */
  private readonly running = new Map<string, { conversation: Conversation; stopper: AbortController }>();
  private readonly room = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.room.observe(this);
    WIDE.addEventListener("change", this.measure);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { stopper } of this.running.values()) stopper.abort();
    this.room.disconnect();
    WIDE.removeEventListener("change", this.measure);
  }

  async focusQuestion(): Promise<void> {
    await this.updateComplete;
    await this.composer.updateComplete;
    this.composer.focus();
  }

  override render(): TemplateResult {
    const { name, authority, mark } = this;
    return html`<div class="frame" lang=${language}>
      <button class="quiet-button skip" @click=${() => this.composer.focus()}>${words.chat.skipToQuestion}</button>
      ${pageHeader({ name, authority, mark, level: this.display === "page" ? 1 : 2 }, this.renderActions(),
        this.display === "page" ? html`<aktenlotse-navigation></aktenlotse-navigation>` : nothing)}
      <div class="columns">
        ${this.display === "page" ? html`<main>${this.renderMiddle()}</main>` : html`<div class="middle">${this.renderMiddle()}</div>`}
        <aktenlotse-source .source=${this.source} .beside=${this.beside} @closed=${() => (this.source = null)}></aktenlotse-source>
      </div>
      <aktenlotse-conversations
        .findArchive=${this.findArchive}
        .current=${this.conversation.stored ?? this.conversation.id}
        .notice=${this.notice}
        @chosen=${(event: CustomEvent<Conversation>) => this.change(event.detail)}
        @renamed=${(event: CustomEvent<Conversation>) => this.rename(event.detail)}
        @gone=${(event: CustomEvent<Conversation[]>) => this.drop(event.detail)}
      ></aktenlotse-conversations>
      <div class="kern-sr-only" role="log" lang="de">${spoken(this.turns.at(-1)).map((sentence) => html`<p>${sentence}</p>`)}</div>
    </div>`;
  }

  private renderActions(): unknown {
    return html`${this.turns.length ? html`<button class="quiet-button" @click=${() => this.change(newConversation())}>
        ${icon("add")} <span class="label">${words.chat.newConversation}</span></button>` : nothing}
      <button class="quiet-button" aria-haspopup="dialog" @click=${() => this.list.show()}>
        ${glyph("talks")} <span class="label">${words.chat.conversations}</span></button>
      ${languageSwitch()}
      ${this.display === "button" ? html`<button class="quiet-button" @click=${() => this.dispatchEvent(new CustomEvent("hide"))}>
        ${icon("close")} <span class="label">${words.close}</span></button>` : nothing}`;
  }

  private renderMiddle(): TemplateResult {
    const last = this.turns.at(-1);
    return html`<section class="conversation" aria-label=${words.chat.conversation}>${last ? this.renderTurns() : this.renderWelcome()}</section>
      ${this.locked ? renderSignIn() : nothing}
      <div class="dock"><aktenlotse-composer
        .busy=${isOpen(last)}
        .collections=${this.collections}
        .within=${this.within}
        .notice=${this.notice}
        .followUp=${Boolean(last)}
        @ask=${(event: CustomEvent<Question>) => this.ask(event.detail)}
        @stop=${() => this.running.get(this.conversation.id)?.stopper.abort()}
      ></aktenlotse-composer>${this.display === "page" ? html`<aktenlotse-footer slim></aktenlotse-footer>` : nothing}</div>`;
  }

  private renderWelcome(): TemplateResult {
    return html`<div class="welcome">
      ${this.mark}
      <h2>${this.greeting}</h2>
      ${this.examples.length ? html`<h3 id="examples">${words.chat.examples}</h3>` : nothing}
      <ul class="examples" aria-labelledby="examples" lang="de">
        ${this.examples.map((example) => html`<li>
          <button class="example" @click=${() => this.composer.send(example)}>${example} ${icon("arrow-forward")}</button>
        </li>`)}
      </ul>
    </div>`;
  }

  private renderTurns(): unknown {
    return repeat(this.turns, (turn) => turn.number, (turn) => html`<aktenlotse-answer
      class=${turn === this.turns.at(-1) ? "last" : ""}
      .turn=${turn}
      .notice=${this.notice}
      @open-source=${(event: CustomEvent<SourceRequest>) => this.openSource(event.detail)}
      @retry=${() => this.retry(turn)}
    ></aktenlotse-answer>`);
  }

  private get turns(): Turn[] {
    return this.conversation.turns;
  }

  private set turns(turns: Turn[]) {
    this.conversation = { ...this.conversation, turns };
  }

  /** Told to the panel around the conversation, which then gives room for both. */
  protected override updated(): void {
    this.toggleAttribute("reading", this.source !== null && this.beside);
  }

  private readonly measure = (): void => {
    this.beside = this.display === "inline" ? this.clientWidth >= ROOM_FOR_BOTH : WIDE.matches;
  };

  private openSource({ source, opener }: SourceRequest): void {
    this.source = source;
    void this.updateComplete.then(() => this.panel.show(opener));
  }

  private ask(question: Question): void {
    const number = (this.turns.at(-1)?.number ?? 0) + 1;
    void this.follow(newTurn(number, { ...question, history: history(this.turns) }));
  }

  private retry(turn: Turn): void {
    this.turns = this.turns.filter((other) => other !== turn);
    this.ask(turn.request);
  }

  /** Shows another conversation; an answer that is being written in this one is written on. */
  private change(conversation: Conversation): void {
    this.panel.close();
    this.conversation = [...this.running.values()].find((other) => isSame(other.conversation, conversation))?.conversation ?? conversation;
    void this.updateComplete.then(() => this.showLastTurn());
    this.composer.focus();
  }

  private rename({ title, ...renamed }: Conversation): void {
    for (const each of this.running.values()) if (isSame(each.conversation, { title, ...renamed })) each.conversation = { ...each.conversation, title };
    if (isSame(this.conversation, { title, ...renamed })) this.conversation = { ...this.conversation, title };
  }

  private drop(gone: Conversation[]): void {
    for (const [id, { conversation, stopper }] of this.running) {
      if (!gone.some((each) => isSame(each, conversation))) continue;
      this.running.delete(id);
      stopper.abort();
    }
    if (gone.some((each) => isSame(each, this.conversation))) this.change(newConversation());
  }

  /** Shows the turn and keeps it up to date until its answer is complete, whichever conversation is shown meanwhile. */
  private async follow(turn: Turn): Promise<void> {
    const { id, stored: begunAs } = this.conversation;
    const stopper = new AbortController();
    this.put({ ...this.conversation, turns: [...this.turns, turn] }, stopper);
    void this.updateComplete.then(() => this.showLastTurn());
    const change = (changed: Turn): void => {
      const known = this.running.get(id)?.conversation;
      const stored = changed.answer?.conversation ?? known?.stored;
      if (known) this.put({ ...known, stored, turns: known.turns.map((other) => (other === turn ? changed : other)) }, stopper);
      turn = changed;
    };
    let archive: Archive | null = null;
    try {
      archive = await this.findArchive(); // nothing is sent or kept before it is known whose it is
      const begun = this.running.get(id)?.conversation;
      if (begun) archive.keep(begun); // so that it is in the list although it has no answer yet
      const request = archive.remote ? { ...turn.request, keep: true, conversation: begunAs ?? null, history: [] } : turn.request;
      for await (const event of ask(request, stopper.signal)) change(withEvent(turn, event));
      change(ended(turn));
    } catch (reason) {
      if (stopper.signal.aborted) change({ ...turn, state: "stopped" });
      else change(failed(turn, reason instanceof ApiError ? reason.message : words.errors.broken));
    }
    const { conversation } = this.running.get(id) ?? {};
    this.running.delete(id);
    if (conversation && archive) this.showIfOpen(archive.keep(conversation));
  }

  private put(conversation: Conversation, stopper: AbortController): void {
    this.running.set(conversation.id, { conversation, stopper });
    this.showIfOpen(conversation);
  }

  private showIfOpen(conversation: Conversation): void {
    if (this.conversation.id === conversation.id) this.conversation = conversation;
  }

  private showLastTurn(): void {
    const last = this.renderRoot.querySelector<HTMLElement>("aktenlotse-answer:last-of-type");
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    if (this.display === "page") last?.scrollIntoView({ block: "start", behavior });
    else if (last) this.scroller.scrollTo({ top: last.offsetTop - this.scroller.offsetTop, behavior }); // the page stays where it is
  }
}

function isSame(one: Conversation, other: Conversation): boolean {
  return one.id === other.id || (one.stored !== undefined && one.stored === other.stored);
}

function renderSignIn(): TemplateResult {
  return html`<div class="locked" role="alert">
    <p>${words.navigation.signInNeeded}</p>
    <a class="kern-btn kern-btn--primary" href=${signInAddress("")} target="_blank" rel="noopener"><span class="kern-label">${words.navigation.signInElsewhere}</span></a>
  </div>`;
}
