// <aktenlotse-documents>: the editors' pages below one head: which one the address means, and who may change something.
// Everyone may read the list; for anything else the editor's password is asked.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { ApiError, editorToken, readSettings, type Settings } from "./api";
import { editing } from "./editing-words";
import { headerStyle, settingsHeader } from "./header";
import type { Login } from "./login";
import { follow, go, pageAddress, readRoute, type Page, type Route } from "./route";
import { icon, kernStyle } from "./style";
import { startLanguage, words } from "./words";
import "./condition";
import "./details";
import "./list";
import "./login";
import "./overview";
import "./vocabulary";
import editingStyle from "./editing.css?inline";
import style from "./documents.css?inline";

export type AsEditor = <T>(action: () => Promise<T>) => Promise<T>;

const TABS = ["documents", "condition", "vocabulary", "overview"] as const;

@customElement("aktenlotse-documents")
export class Documents extends LitElement {
  static override styles = [...kernStyle, headerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private settings: Settings | null = null;
  @state() private route: Route = readRoute();
  @state() private editor = editorToken.read() !== null;
  @state() private said = "";
  @query("aktenlotse-login") private login!: Login;

  override connectedCallback(): void {
    startLanguage();
    super.connectedCallback();
    addEventListener("popstate", this.changeRoute);
    document.querySelectorAll("link").forEach((link) => (link.href = new URL(link.href).href)); // routes change what relative means
    void readSettings().then((settings) => (this.settings = settings), () => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.changeRoute);
  }

  override firstUpdated(): void {
    if (!this.editor) void this.logIn();
  }

  /** Does what needs the editor's password; asks for the password if it is missing or refused. */
  private readonly asEditor: AsEditor = async (action) => {
    for (let refused = false; ; refused = true) {
      if (editorToken.read() === null) await this.login.ask(refused);
      const used = editorToken.read();
      this.editor = true;
      try {
        return await action();
      } catch (reason) {
        if (!(reason instanceof ApiError) || reason.status !== 401) throw reason;
        if (editorToken.read() === used) this.logout(); // else a better one was entered meanwhile
      }
    }
  };

  private readonly changeRoute = (): void => {
    const before = this.route;
    this.route = readRoute();
    if (before.page === this.route.page && before.documentId === this.route.documentId) return;
    scrollTo(0, 0);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("main")?.focus());
  };

  private async logIn(): Promise<void> {
    this.editor = await this.login.ask(false).then(() => true, () => false);
  }

  private logout(): void {
    editorToken.forget();
    this.editor = false;
  }

  override render(): TemplateResult {
    const { page } = this.route;
    document.title = `${editing().pages[tabOf(page)]} – ${this.settings?.name ?? words.name}`;
    return html`<nav class="skip" aria-label=${editing().pages.skip}>
        <button class="quiet-button" @click=${this.skip}>${editing().pages.skip}</button></nav>
      ${settingsHeader(this.settings, { address: new URL("./", new URL("../", import.meta.url)).pathname, text: words.toChat }, this.renderLogout())}
      <nav class="tabs" aria-label=${editing().pages.navigation}>
        ${TABS.map((tab) => html`<a href=${pageAddress(tab)} aria-current=${tab === tabOf(page) ? "page" : nothing} @click=${follow}>
          ${editing().pages[tab]}</a>`)}
      </nav>
      <main id="main" tabindex="-1" @said=${(event: CustomEvent<string>) => (this.said = event.detail)}>
        <p class="said" role="status">${this.said}</p>
        ${page === "documents" || this.editor ? this.renderPage() : this.renderLogin(editing().pages.loginNeeded)}
      </main>
      <aktenlotse-login></aktenlotse-login>`;
  }

  private renderPage(): TemplateResult {
    const { asEditor, editor } = this;
    switch (this.route.page) {
      case "documents":
        return html`<h2>${words.documents.heading}</h2>
          <p class="intro">${words.documents.intro}</p>
          ${editor ? nothing : this.renderLogin(words.documents.loginNeeded)}
          <aktenlotse-list .asEditor=${asEditor} .editor=${editor}></aktenlotse-list>`;
      case "document":
        return html`<aktenlotse-document .asEditor=${asEditor} .documentId=${this.route.documentId} @gone=${this.leave}></aktenlotse-document>`;
      case "condition":
        return html`<aktenlotse-condition .asEditor=${asEditor}></aktenlotse-condition>`;
      case "vocabulary":
        return html`<aktenlotse-vocabulary .asEditor=${asEditor}></aktenlotse-vocabulary>`;
      case "overview":
        return html`<aktenlotse-overview .asEditor=${asEditor}></aktenlotse-overview>`;
      case "unknown":
        return html`<h2>${editing().pages.unknown}</h2>`;
    }
  }

  private renderLogout(): unknown {
    return this.editor
      ? html`<button class="quiet-button" @click=${this.logout}>${icon("logout")} ${words.documents.logout}</button>`
      : nothing;
  }

  private renderLogin(text: string): TemplateResult {
    return html`<div class="login">
      <p>${text}</p>
      <button class="kern-btn kern-btn--primary" @click=${this.logIn}>
        <span class="kern-label">${words.documents.login}</span>
      </button>
    </div>`;
  }

  private skip(): void {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }

  private leave(event: CustomEvent<string>): void {
    this.said = event.detail;
    go(pageAddress("documents"));
  }
}

function tabOf(page: Page): (typeof TABS)[number] {
  return page === "document" || page === "unknown" ? "documents" : page;
}
