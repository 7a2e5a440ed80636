// <aktenlotse-evaluation>: the evaluators' pages below one head: which one the address means, and who may see them.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { readSettings, type Settings } from "./api";
import { editing } from "./editing-words";
import { placeAddress, readPlace, type EvaluationPage, type Place } from "./evaluation-route";
import { evaluating } from "./evaluation-words";
import { headerStyle, settingsHeader } from "./header";
import type { Login } from "./login";
import { follow, pageAddress } from "./route";
import { Session } from "./session";
import { icon, kernStyle } from "./style";
import { startLanguage, words } from "./words";
import "./comparison";
import "./drafts";
import "./login";
import "./measured";
import "./rating";
import "./run";
import "./runs";
import editingStyle from "./editing.css?inline";
import frameStyle from "./documents.css?inline";

const TABS = ["runs", "rating", "drafts"] as const;

@customElement("aktenlotse-evaluation")
export class Evaluation extends LitElement {
  static override styles = [...kernStyle, headerStyle, unsafeCSS(editingStyle), unsafeCSS(frameStyle)];

  @state() private settings: Settings | null = null;
  @state() private place: Place = readPlace();
  @query("aktenlotse-login") private login!: Login;
  private readonly session = new Session(this, () => this.login);

  override connectedCallback(): void {
    startLanguage();
    super.connectedCallback();
    addEventListener("popstate", this.changePlace);
    document.querySelectorAll("link").forEach((link) => (link.href = new URL(link.href).href)); // routes change what relative means
    void readSettings().then((settings) => (this.settings = settings), () => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.changePlace);
  }

  override firstUpdated(): void {
    if (!this.session.signedIn) void this.session.logIn();
  }

  private readonly changePlace = (): void => {
    this.place = readPlace();
    scrollTo(0, 0);
    void this.updateComplete.then(() => this.focusMain());
  };

  override render(): TemplateResult {
    const { pages } = evaluating();
    const current = tabOf(this.place.page);
    document.title = `${pages[current]} – ${this.settings?.name ?? words.name}`;
    return html`<nav class="skip" aria-label=${editing().pages.skip}>
        <button class="quiet-button" @click=${this.focusMain}>${editing().pages.skip}</button></nav>
      ${settingsHeader(this.settings, { address: pageAddress("documents"), text: pages.editors }, this.renderLogout())}
      <nav class="tabs" aria-label=${pages.navigation}>
        ${TABS.map((tab) => html`<a href=${placeAddress(tab)} aria-current=${tab === current ? "page" : nothing} @click=${follow}>${pages[tab]}</a>`)}
      </nav>
      <main id="main" tabindex="-1">${this.session.signedIn ? this.renderPage() : this.renderLogin()}</main>
      <aktenlotse-login></aktenlotse-login>`;
  }

  private renderPage(): TemplateResult {
    const { allowed } = this.session;
    const { page, asked } = this.place;
    const named = (name: string): string => asked.get(name) ?? "";
    switch (page) {
      case "runs":
        return html`<aktenlotse-runs .allowed=${allowed}></aktenlotse-runs>`;
      case "run":
        return html`<aktenlotse-run .allowed=${allowed} .name=${named("lauf")}></aktenlotse-run>`;
      case "question":
        return html`<aktenlotse-measured .allowed=${allowed} .names=${[named("lauf"), ...asked.getAll("neben")]}
          .questionId=${named("frage")}></aktenlotse-measured>`;
      case "comparison":
        return html`<aktenlotse-comparison .allowed=${allowed} .older=${named("vorher")} .newer=${named("nachher")}></aktenlotse-comparison>`;
      case "rating":
        return html`<aktenlotse-rating .allowed=${allowed}></aktenlotse-rating>`;
      case "drafts":
        return html`<aktenlotse-drafts .allowed=${allowed}></aktenlotse-drafts>`;
      case "unknown":
        return html`<h2>${evaluating().pages.unknown}</h2>`;
    }
  }

  private renderLogout(): unknown {
    return this.session.signedIn
      ? html`<button class="quiet-button" @click=${this.session.logOut}>${icon("logout")} ${words.documents.logout}</button>`
      : nothing;
  }

  private renderLogin(): TemplateResult {
    return html`<div class="login">
      <p>${evaluating().pages.loginNeeded}</p>
      <button class="kern-btn kern-btn--primary" @click=${this.session.logIn}><span class="kern-label">${words.documents.login}</span></button>
    </div>`;
  }

  private focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }
}

function tabOf(page: EvaluationPage): (typeof TABS)[number] {
  return page === "rating" || page === "drafts" ? page : "runs";
}
