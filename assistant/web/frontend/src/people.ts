// <aktenlotse-people>: the pages about people below one head: signing in, one's own account, administration, notices.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { headerStyle, pageHead } from "./header";
import { ADMINISTRATION, isAdministration, peopleAddress, readPage, type PeoplePage } from "./people-route";
import { people } from "./people-words";
import { follow } from "./route";
import { kernStyle } from "./style";
import { askToSignIn, Visitor } from "./visitor";
import { startLanguage, words } from "./words";
import "./account";
import "./audit";
import "./accounts";
import "./classes";
import "./footer";
import "./notices";
import "./rights";
import "./sign-in";
import editingStyle from "./editing.css?inline";
import style from "./documents.css?inline";

const OPEN: PeoplePage[] = ["sign-in", "accessibility", "privacy", "unknown"];

@customElement("aktenlotse-people")
export class PeoplePages extends LitElement {
  static override styles = [...kernStyle, headerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private page = readPage();
  @state() private said = "";
  private readonly visitor = new Visitor(this);

  override connectedCallback(): void {
    startLanguage();
    if (!OPEN.includes(this.page)) askToSignIn();
    super.connectedCallback();
    addEventListener("popstate", this.changePage);
    document.querySelectorAll("link").forEach((link) => (link.href = new URL(link.href).href)); // routes change what relative means
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.changePage);
  }

  override render(): TemplateResult {
    const { pages } = people();
    const { entrance } = this.visitor;
    document.title = `${titleOf(this.page)} – ${entrance?.name ?? words.name}`;
    return html`<nav class="skip" aria-label=${pages.skip}><button class="quiet-button" @click=${this.focusMain}>${pages.skip}</button></nav>
      ${pageHead(entrance)}
      ${isAdministration(this.page) ? this.renderTabs() : nothing}
      <main id="main" tabindex="-1" @said=${(event: CustomEvent<string>) => (this.said = event.detail)}>
        <p class="said" role="status">${this.said}</p>
        ${this.renderPage()}
      </main>
      <aktenlotse-footer></aktenlotse-footer>`;
  }

  private renderTabs(): TemplateResult {
    const { administration } = people();
    return html`<nav class="tabs" aria-label=${administration.navigation}>
      ${ADMINISTRATION.map((page) => html`<a href=${peopleAddress(page)} aria-current=${page === this.page ? "page" : nothing} @click=${follow}>
        ${administration[page]}</a>`)}
    </nav>`;
  }

  private renderPage(): TemplateResult {
    switch (this.page) {
      case "sign-in":
        return html`<aktenlotse-sign-in></aktenlotse-sign-in>`;
      case "account":
        return html`<aktenlotse-account></aktenlotse-account>`;
      case "people":
        return html`<aktenlotse-accounts></aktenlotse-accounts>`;
      case "rights":
        return html`<aktenlotse-rights></aktenlotse-rights>`;
      case "classes":
        return html`<aktenlotse-classes></aktenlotse-classes>`;
      case "audit":
        return html`<aktenlotse-audit></aktenlotse-audit>`;
      case "accessibility":
      case "privacy":
        return html`<aktenlotse-notice .page=${this.page}></aktenlotse-notice>`;
      case "unknown":
        return html`<h2>${people().pages.unknown}</h2>
          <p>${people().pages.unknownHint}</p>
          <p><a class="kern-btn kern-btn--primary" href=${peopleAddress("unknown")}><span class="kern-label">${people().pages.toStart}</span></a></p>`;
    }
  }

  private readonly changePage = (): void => {
    this.page = readPage();
    this.said = "";
    scrollTo(0, 0);
    void this.updateComplete.then(() => this.focusMain());
  };

  private focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }
}

function titleOf(page: PeoplePage): string {
  const { pages, administration } = people();
  if (isAdministration(page)) return `${administration[page as keyof typeof administration] as string} – ${pages.administration}`;
  return pages[page as keyof typeof pages];
}
