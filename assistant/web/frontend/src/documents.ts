// <aktenlotse-documents>: the editors' pages below one head: which one the address means.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { editing } from "./editing-words";
import { headerStyle, pageHead } from "./header";
import { follow, go, pageAddress, readRoute, type Page, type Route } from "./route";
import { kernStyle } from "./style";
import { askToSignIn, Visitor } from "./visitor";
import { startLanguage, words } from "./words";
import "./condition";
import "./details";
import "./footer";
import "./list";
import "./overview";
import "./vocabulary";
import editingStyle from "./editing.css?inline";
import style from "./documents.css?inline";

const TABS = ["documents", "condition", "vocabulary"] as const;

@customElement("aktenlotse-documents")
export class Documents extends LitElement {
  static override styles = [...kernStyle, headerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private route: Route = readRoute();
  @state() private said = "";
  private readonly visitor = new Visitor(this);

  override connectedCallback(): void {
    startLanguage();
    askToSignIn();
    super.connectedCallback();
    addEventListener("popstate", this.changeRoute);
    document.querySelectorAll("link").forEach((link) => (link.href = new URL(link.href).href)); // routes change what relative means
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.changeRoute);
  }

  private readonly changeRoute = (): void => {
    const before = this.route;
    this.route = readRoute();
    if (before.page === this.route.page && before.documentId === this.route.documentId) return;
    scrollTo(0, 0);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("main")?.focus());
  };

  override render(): TemplateResult {
    const { page } = this.route;
    const { entrance } = this.visitor;
    document.title = `${editing().pages[tabOf(page)]} – ${entrance?.name ?? words.name}`;
    return html`<nav class="skip" aria-label=${editing().pages.skip}>
        <button class="quiet-button" @click=${this.skip}>${editing().pages.skip}</button></nav>
      ${pageHead(entrance)}
      ${page === "overview" ? nothing : renderTabs(page)}
      <main id="main" tabindex="-1" @said=${(event: CustomEvent<string>) => (this.said = event.detail)}>
        <p class="said" role="status">${this.said}</p>
        ${this.renderPage()}
      </main>
      <aktenlotse-footer></aktenlotse-footer>`;
  }

  private renderPage(): TemplateResult {
    switch (this.route.page) {
      case "documents":
        return html`<h2>${editing().list.heading}</h2>
          <p class="intro">${editing().list.intro}</p>
          <aktenlotse-list .editor=${this.visitor.edits}></aktenlotse-list>`;
      case "document":
        return html`<aktenlotse-document .documentId=${this.route.documentId} @gone=${this.leave}></aktenlotse-document>`;
      case "condition":
        return html`<aktenlotse-condition></aktenlotse-condition>`;
      case "vocabulary":
        return html`<aktenlotse-vocabulary></aktenlotse-vocabulary>`;
      case "overview":
        return html`<aktenlotse-overview></aktenlotse-overview>`;
      case "unknown":
        return html`<h2>${editing().pages.unknown}</h2>`;
    }
  }

  private skip(): void {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }

  private leave(event: CustomEvent<string>): void {
    this.said = event.detail;
    go(pageAddress("documents"));
  }
}

function renderTabs(page: Page): TemplateResult {
  return html`<nav class="tabs" aria-label=${editing().pages.navigation}>
    ${TABS.map((tab) => html`<a href=${pageAddress(tab)} aria-current=${tab === tabOf(page) ? "page" : nothing} @click=${follow}>
      ${editing().pages[tab]}</a>`)}
  </nav>`;
}

function tabOf(page: Page): (typeof TABS)[number] | "overview" {
  return page === "document" || page === "unknown" ? "documents" : page;
}
