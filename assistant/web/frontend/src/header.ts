// The head of a page or a panel: whose assistant this is, and the way to other pages.
import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import { brandMark, icon } from "./style";
import { otherLanguage, otherLanguageName, switchLanguage, words } from "./words";
import "./navigation";
import style from "./header.css?inline";

export interface Brand {
  name: string;
  authority: string;
  mark: unknown;
  /** Of the heading: 1 for a page of our own, 2 inside another page, whose banner this is not. */
  level: 1 | 2;
}

export const headerStyle = unsafeCSS(style);

/** The head of one of our own pages, with the ways to the others. */
export function pageHead(known: { name: string; authority: string | null } | null): TemplateResult {
  const brand: Brand = { name: known?.name ?? words.name, authority: known?.authority ?? "", mark: brandMark, level: 1 };
  return pageHeader(brand, languageSwitch(), html`<aktenlotse-navigation></aktenlotse-navigation>`);
}

export function pageHeader({ name, authority, mark, level }: Brand, actions: unknown, navigation: unknown = nothing): TemplateResult {
  return html`<header class="page-header" role=${level === 1 ? nothing : "none"}>
    <div class="brand">
      ${mark}
      <div>
        <p class="brand-name" role="heading" aria-level=${level}>${name}</p>
        ${authority ? html`<p title=${authority}>${authority}</p>` : nothing}
      </div>
    </div>
    ${navigation}
    <div class="page-actions">${actions}</div>
  </header>`;
}

/** Speaks the other language and is written in it. */
export function languageSwitch(): TemplateResult {
  return html`<button class="quiet-button language" title=${otherLanguageName()} lang=${otherLanguage()} @click=${switchLanguage}>
    ${icon("language")} <span class="label">${otherLanguageName()}</span>
  </button>`;
}
