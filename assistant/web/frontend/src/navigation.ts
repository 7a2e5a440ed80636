// <aktenlotse-navigation>: the ways to the pages that this person may use, who that person is, and the way out.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { bringFonts } from "./fonts";
import { icon, innerStyle } from "./style";
import { ownAddress, signInAddress, signOut, Visitor } from "./visitor";
import { words } from "./words";
import style from "./navigation.css?inline";

@customElement("aktenlotse-navigation")
export class Navigation extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  @state() private open = false;
  private readonly visitor = new Visitor(this);

  override connectedCallback(): void {
    super.connectedCallback();
    bringFonts();
  }

  override render(): TemplateResult {
    const { visitor } = this;
    return html`<button class="quiet-button menu" aria-expanded=${this.open} aria-controls="all" @click=${() => (this.open = !this.open)}>
        ${icon(this.open ? "close" : "dehaze")} <span class="label">${words.navigation.menu}</span></button>
      <div id="all" class=${this.open ? "open" : ""} @keydown=${this.press}>
        <nav aria-label=${words.pages}><ul>
          ${link("", words.navigation.chat)}
          ${visitor.edits ? link("redaktion", words.navigation.editing) : nothing}
          ${visitor.person?.evaluates ? link("auswertung", words.navigation.evaluation) : nothing}
          ${visitor.edits ? link("uebersicht", words.navigation.overview) : nothing}
          ${visitor.person?.administers ? link("verwaltung", words.navigation.administration) : nothing}
        </ul></nav>
        <div class="person">${this.renderPerson()}</div>
      </div>`;
  }

  private renderPerson(): unknown {
    const { entrance, known, person } = this.visitor;
    if (!known) return nothing;
    if (!person && isHere("anmelden")) return nothing;
    if (!person) return html`<a class="quiet-button" href=${signInAddress()}>${icon("account-circle")} ${words.navigation.signIn}</a>`;
    const isOurSession = entrance?.identity === "local" || entrance?.identity === "oidc";
    return html`<a class="quiet-button" href=${ownAddress("konto")} aria-current=${isHere("konto") ? "page" : nothing} title=${words.navigation.account}>
        ${icon("account-circle")} <span class="name">${entrance?.identity === "demo" ? words.navigation.account : person.shown}</span></a>
      ${isOurSession ? html`<button class="quiet-button" title=${words.navigation.signOut} @click=${leave}>${icon("logout")} <span class="label">${words.navigation.signOut}</span></button>` : nothing}`;
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.open) return;
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>(".menu")?.focus();
  }
}

function link(page: string, text: string): TemplateResult {
  return html`<li><a href=${ownAddress(page)} aria-current=${isHere(page) ? "page" : nothing}>${text}</a></li>`;
}

function isHere(page: string): boolean {
  const own = new URL(ownAddress(page)).pathname;
  return location.pathname === own || (page !== "" && location.pathname.startsWith(`${own}/`));
}

async function leave(): Promise<void> {
  await signOut();
  location.assign(signInAddress(ownAddress("")));
}
