// The head of both pages: whose assistant this is, and the way to the other page.
import { css, html, nothing, type TemplateResult } from "lit";
import type { Settings } from "./api";
import { brandMark } from "./style";
import { words } from "./words";

export interface PageLink {
  address: string;
  text: string;
}

export function pageHeader(settings: Settings | null, link: PageLink | null, actions: unknown): TemplateResult {
  return html`<header class="page-header">
    <div class="brand">
      ${brandMark}
      <div>
        <h1>${settings?.name ?? words.name}</h1>
        ${settings?.authority ? html`<p>${settings.authority}</p>` : nothing}
      </div>
    </div>
    <div class="page-actions">
      ${actions}
      ${link
        ? html`<nav aria-label=${words.pages}><a class="quiet-button" href=${link.address}>${link.text}</a></nav>`
        : nothing}
    </div>
  </header>`;
}

export const headerStyle = css`
  .page-header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    min-height: 4rem;
    padding: 0.5rem clamp(0.75rem, 3vw, 2rem);
    border-bottom: 1px solid var(--kern-color-decorative-border-default);
    background: var(--kern-color-layout-background-default);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-width: 0;
  }
  .brand-mark {
    width: 2.5rem;
    height: 2.5rem;
    flex: none;
  }
  .brand-ground {
    fill: var(--kern-color-action-default);
  }
  .brand-folder {
    fill: var(--kern-color-action-on-default);
  }
  .brand h1 {
    margin: 0;
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
  }
  .brand p {
    margin: 0;
    color: var(--kern-color-layout-text-muted);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .page-actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem;
    margin-left: -0.625rem;
  }
`;
