// <aktenlotse-evaluation>: the evaluators' pages below one head: which one the address means, and who may see them.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { editing } from "./editing-words";
import { placeAddress, readPlace, type EvaluationPage, type Place } from "./evaluation-route";
import { evaluating } from "./evaluation-words";
import { headerStyle, pageHead } from "./header";
import { follow } from "./route";
import { kernStyle } from "./style";
import { askToSignIn, Visitor } from "./visitor";
import { startLanguage, words } from "./words";
import "./comparison";
import "./drafts";
import "./footer";
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

  @state() private place: Place = readPlace();
  private readonly visitor = new Visitor(this);

  override connectedCallback(): void {
    startLanguage();
    askToSignIn();
    super.connectedCallback();
    addEventListener("popstate", this.changePlace);
    document.querySelectorAll("link").forEach((link) => (link.href = new URL(link.href).href)); // routes change what relative means
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.changePlace);
  }

  private readonly changePlace = (): void => {
    this.place = readPlace();
    scrollTo(0, 0);
    void this.updateComplete.then(() => this.focusMain());
  };

  override render(): TemplateResult {
    const { pages } = evaluating();
    const { entrance } = this.visitor;
    const current = tabOf(this.place.page);
    document.title = `${pages[current]} – ${entrance?.name ?? words.name}`;
    return html`<nav class="skip" aria-label=${editing().pages.skip}>
        <button class="quiet-button" @click=${this.focusMain}>${editing().pages.skip}</button></nav>
      ${pageHead(entrance)}
      <nav class="tabs" aria-label=${pages.navigation}>
        ${TABS.map((tab) => html`<a href=${placeAddress(tab)} aria-current=${tab === current ? "page" : nothing} @click=${follow}>${pages[tab]}</a>`)}
      </nav>
      <main id="main" tabindex="-1">${this.renderPage()}</main>
      <aktenlotse-footer></aktenlotse-footer>`;
  }

  private renderPage(): TemplateResult {
    const { page, asked } = this.place;
    const named = (name: string): string => asked.get(name) ?? "";
    switch (page) {
      case "runs":
        return html`<aktenlotse-runs></aktenlotse-runs>`;
      case "run":
        return html`<aktenlotse-run .name=${named("lauf")}></aktenlotse-run>`;
      case "question":
        return html`<aktenlotse-measured .names=${[named("lauf"), ...asked.getAll("neben")]}
          .questionId=${named("frage")}></aktenlotse-measured>`;
      case "comparison":
        return html`<aktenlotse-comparison .older=${named("vorher")} .newer=${named("nachher")}></aktenlotse-comparison>`;
      case "rating":
        return html`<aktenlotse-rating></aktenlotse-rating>`;
      case "drafts":
        return html`<aktenlotse-drafts></aktenlotse-drafts>`;
      case "unknown":
        return html`<h2>${evaluating().pages.unknown}</h2>`;
    }
  }

  private focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }
}

function tabOf(page: EvaluationPage): (typeof TABS)[number] {
  return page === "rating" || page === "drafts" ? page : "runs";
}
