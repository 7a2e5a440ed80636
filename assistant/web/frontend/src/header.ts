// The head of a page or a panel: whose assistant this is, and the way to other pages.
import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import type { Settings } from "./api";
import { brandMark, icon } from "./style";
import { otherLanguage, otherLanguageName, switchLanguage, words } from "./words";
import style from "./header.css?inline";

export interface PageLink {
  address: string;
  text: string;
}

export interface Brand {
  name: string;
  authority: string;
  mark: unknown;
  /** Of the heading: 1 for a page of our own, 2 inside another page. */
  level: 1 | 2;
}

export const headerStyle = unsafeCSS(style);

/** The head of one of our own pages. */
export function settingsHeader(settings: Settings | null, link: PageLink | null, actions: unknown): TemplateResult {
  const brand: Brand = { name: settings?.name ?? words.name, authority: settings?.authority ?? "", mark: brandMark, level: 1 };
  const nav = link && html`<nav aria-label=${words.pages}><a class="quiet-button" href=${link.address}>${link.text}</a></nav>`;
  return pageHeader(brand, html`${actions} ${languageSwitch()} ${nav}`);
}

export function pageHeader({ name, authority, mark, level }: Brand, actions: unknown): TemplateResult {
  return html`<header class="page-header">
    <div class="brand">
      ${mark}
      <div>
        <p class="brand-name" role="heading" aria-level=${level}>${name}</p>
        ${authority ? html`<p>${authority}</p>` : nothing}
      </div>
    </div>
    <div class="page-actions">${actions}</div>
  </header>`;
}

/** Speaks the other language and is written in it. */
export function languageSwitch(): TemplateResult {
  return html`<button class="quiet-button" lang=${otherLanguage()} @click=${switchLanguage}>
    ${icon("language")} <span class="label">${otherLanguageName()}</span>
  </button>`;
}
