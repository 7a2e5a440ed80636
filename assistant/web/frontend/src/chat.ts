// <aktenlotse-chat>: the chat as a page embeds it. `display` says how it stands there: "button"
// (opens a panel), "inline", or "page" (fills it); further attributes give it the authority's name,
// colour, logo and questions. Knows how it looks from outside, not how a conversation goes.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { readCollections, readSettings, type Collection, type Settings } from "./api";
import { browserArchive, serverArchive, type Archive } from "./archive";
import { asHex, palette } from "./branding";
import { bringFonts } from "./fonts";
import { brandMark, kernStyle } from "./style";
import type { Talk } from "./talk";
import { askToSignIn, readEntrance, readPerson, Visitor } from "./visitor";
import { language, startLanguage, words } from "./words";
import "./talk";
import style from "./chat.css?inline";

const listed = {
  fromAttribute: (text: string | null): string[] => (text ?? "").split("|").map((each) => each.trim()).filter(Boolean),
};

@customElement("aktenlotse-chat")
export class Chat extends LitElement {
  static override styles = [...kernStyle, unsafeCSS(style)];

  @property({ reflect: true }) display: "button" | "inline" | "page" = "button";
  @property({ type: Boolean, reflect: true }) open = false;
  @property() name = "";
  @property() greeting = "";
  @property() logo = "";
  @property() color = "";
  @property() language = "";
  @property({ converter: listed }) examples: string[] = [];
  @property({ converter: listed }) collections: string[] = [];
  @state() private settings: Settings | null = null;
  @state() private known: Collection[] = [];
  @state() private begun = false;
  private readonly visitor = new Visitor(this, false);
  @query("aktenlotse-talk") private talk!: Talk | null;
  @query(".launcher") private launcher!: HTMLButtonElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    bringFonts();
    addEventListener("aktenlotse-signed-out", this.leave);
    addEventListener("focus", this.comeBack);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("aktenlotse-signed-out", this.leave);
    removeEventListener("focus", this.comeBack);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("language")) startLanguage(this.language || null);
    if (!this.begun && (this.open || this.display !== "button")) this.begin();
    if (changed.has("color") || !this.hasUpdated) this.wearColour();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("[popover]")?.showPopover(); // above whatever the page stacks up
    if (this.display === "page") void this.focusQuestion();
  }

  protected override updated(): void {
    if (this.display !== "page") return;
    document.documentElement.lang = language;
    document.title = this.shownName;
  }

  override render(): TemplateResult {
    if (this.display !== "button") return this.renderTalk();
    return html`<div class="float" popover="manual" lang=${language}>
      ${this.begun ? html`<div id="panel" class="panel" role="dialog" aria-label=${this.shownName} ?hidden=${!this.open} @keydown=${this.press}>
        ${this.renderTalk()}
      </div>` : nothing}
      <button class="launcher" aria-expanded="false" aria-haspopup="dialog" ?hidden=${this.open} @click=${this.show}>
        ${this.mark} <span>${this.shownName}</span>
      </button>
    </div>`;
  }

  private renderTalk(): TemplateResult {
    const { settings } = this;
    const german = language === "de" ? settings : null; // the server's words; the other language has its own
    return html`<aktenlotse-talk
      display=${this.display}
      .name=${this.shownName}
      .authority=${settings?.authority ?? this.visitor.entrance?.authority ?? ""}
      .findArchive=${this.findArchive}
      .locked=${this.visitor.known && !this.visitor.person}
      .mark=${this.mark}
      .greeting=${this.greeting || (german?.greeting ?? words.chat.greeting)}
      .notice=${german?.notice ?? words.chat.notice}
      .examples=${this.examples.length ? this.examples : (settings?.examples ?? [])}
      .collections=${this.known.filter(({ name }) => !this.collections.length || this.collections.includes(name))}
      .within=${this.collections}
      @hide=${this.hide}
    ></aktenlotse-talk>`;
  }

  /** Opens the panel and moves the focus to the question field. */
  show(): void {
    this.open = true;
    void this.focusQuestion();
  }

  /** Closes the panel; the focus returns to the button. */
  hide(): void {
    this.open = false;
    void this.updateComplete.then(() => this.launcher?.focus());
  }

  private get shownName(): string {
    return this.name || (this.settings?.name ?? this.visitor.entrance?.name ?? words.name);
  }

  private get mark(): TemplateResult {
    return this.logo ? html`<img class="brand-mark" src=${this.logo} alt="" />` : brandMark;
  }

  /** The server's for whoever is signed in; the demonstration knows nobody. Waits until it is known who is visiting. */
  private readonly findArchive = async (): Promise<Archive> => {
    const [entrance, person] = await Promise.all([readEntrance(), readPerson()]);
    return person && entrance.identity !== "demo" ? serverArchive(entrance) : browserArchive;
  };

  private begin(): void {
    this.begun = true;
    if (this.display === "page") askToSignIn();
    this.visitor.ask();
    this.readAbout();
  }

  private readonly leave = (): void => this.visitor.forget();

  /** Somebody may have signed in in another tab meanwhile. */
  private readonly comeBack = (): void => {
    if (!this.begun || !this.visitor.known || this.visitor.person) return;
    this.visitor.ask();
    this.readAbout();
  };

  private readAbout(): void {
    void readSettings().then((settings) => (this.settings = settings), ignored);
    void readCollections().then((collections) => (this.known = collections), ignored);
  }

  private wearColour(): void {
    const hex = asHex(this.color || getComputedStyle(this).getPropertyValue("--aktenlotse-color").trim());
    for (const [name, value] of Object.entries(hex ? palette(hex) : {})) this.style.setProperty(name, value);
    this.toggleAttribute("branded", hex !== null);
  }

  private async focusQuestion(): Promise<void> {
    await this.updateComplete;
    await this.talk?.focusQuestion();
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.defaultPrevented) this.hide();
  }
}

// The chat works without greeting and collections; a question will say what is wrong.
function ignored(): void {}
