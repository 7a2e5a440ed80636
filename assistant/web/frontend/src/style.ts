// What all elements wear: KERN, fitted to a shadow root, and a few shapes KERN lacks.
import kern from "@kern-ux/native/dist/kern.min.css?inline";
import { css, html, svg, unsafeCSS, type TemplateResult } from "lit";

// A shadow root has no :root and no body: both are its host.
const hosted = kern
  .replaceAll(":root", ":host")
  .replace(/:is\(body,[^{}]*?\):not\(\[class\*=kern-level-\]\)/, ":host");

const shapes = css`
  :host {
    display: block;
    color: var(--kern-color-layout-text-default);
    color-scheme: light dark;
    font-size: 1rem;
    line-height: 1.5;
  }
  [hidden] {
    display: none !important;
  }
  button {
    font: inherit;
  }
  .glyph {
    width: 1.5rem;
    height: 1.5rem;
    flex: none;
    fill: currentColor;
  }
  .muted {
    color: var(--kern-color-layout-text-muted);
  }
  .small {
    font-size: 1rem;
    line-height: 1.5rem;
  }
  .quiet-button {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-height: 2.5rem;
    padding: 0.25rem 0.625rem;
    border: 0;
    border-radius: 0.25rem;
    background: none;
    color: var(--kern-color-action-default);
    text-decoration: none;
    cursor: pointer;
  }
  .quiet-button:hover {
    background: var(--kern-color-action-state-indicator-tint-hover-opacity);
  }
  .quiet-button .kern-icon {
    background-color: currentColor;
  }
  .quiet-button[aria-pressed="true"] {
    background: var(--kern-color-action-state-indicator-tint-active-opacity);
    font-weight: 600;
  }
  .place {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 0.75rem;
    width: 100%;
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--kern-color-decorative-border-default);
    border-radius: 0.25rem;
    background: none;
    color: inherit;
    text-align: left;
    cursor: pointer;
  }
  .place:hover {
    border-color: var(--kern-color-action-default);
    background: var(--kern-color-action-state-indicator-tint-hover-opacity);
  }
  .place-number {
    grid-row: span 2;
    min-width: 1.75rem;
    height: 1.75rem;
    border-radius: 0.25rem;
    background: var(--kern-color-action-state-indicator-tint-active-opacity);
    color: var(--kern-color-action-default);
    font-weight: 600;
    line-height: 1.75rem;
    text-align: center;
  }
  .place-number .kern-icon {
    width: 1.25rem;
    min-width: 1.25rem;
    height: 1.25rem;
    min-height: 1.25rem;
    margin-top: 0.25rem;
    background-color: currentColor;
  }
  .place-title {
    grid-column: 2;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .place-where {
    grid-column: 2;
    color: var(--kern-color-layout-text-muted);
    overflow-wrap: anywhere;
  }
  :is(a, button, summary, textarea, input, select, [tabindex]):focus-visible {
    outline: 3px solid var(--kern-color-action-focus-default);
    outline-offset: 2px;
  }
  table.answer-table {
    border-collapse: collapse;
    font-size: 1rem;
  }
  .answer-table :is(th, td) {
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--kern-color-decorative-border-default);
    text-align: left;
    vertical-align: top;
  }
  .answer-table th {
    background: var(--kern-color-layout-background-default-surface);
    font-weight: 600;
  }
  .table-frame {
    overflow-x: auto;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;

export const kernStyle = [unsafeCSS(hosted), shapes];

export function icon(name: string): TemplateResult {
  return html`<span class="kern-icon kern-icon--${name}" aria-hidden="true"></span>`;
}

const drawings = {
  send: svg`<path d="M11 20V7.800l-5.200 5.200-1.400-1.400L12 4l7.600 7.600-1.400 1.400L13 7.800V20z" />`,
  stop: svg`<rect x="6" y="6" width="12" height="12" rx="1.500" />`,
  up: svg`<path d="M18 21H8V8.500l6.500-6.500 1 1q.3.3.4.600t.1.700V4.600L15 8.500h5q.8 0 1.400.6t.6 1.400v2q0 .2-.05.400t-.1.400l-2.700 6.500q-.2.500-.7.800T18 21zm-8-2h7.500l2.500-6v-2.500h-7.500l1.300-5.300L10 9.300zm-4-10.500v2H4V19h2v2H2V8.500z" />`,
  down: svg`<path d="M6 3h10v12.500l-6.500 6.500-1-1q-.3-.3-.4-.6t-.1-.7v-.3l1-3.900H4q-.8 0-1.400-.6T2 13.500v-2q0-.2.050-.4t.1-.4l2.700-6.500q.2-.5.700-.8T6 3zm8 2H6.500L4 11v2.500h7.500l-1.300 5.300 3.800-4.100zm4 10.500v-2h2V5h-2V3h4v12.500z" />`,
  tune: svg`<path d="M11 21v-6h2v2h8v2h-8v2zm-8-2v-2h6v2zm4-4v-2H3v-2h4V9h2v6zm4-2v-2h10v2zm4-4V3h2v2h4v2h-4v2zM3 7V5h10v2z" />`,
};

export function glyph(name: keyof typeof drawings): TemplateResult {
  return html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">${drawings[name]}</svg>`;
}

export const brandMark = html`<svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
  <rect class="brand-ground" width="32" height="32" rx="6" />
  <path
    class="brand-folder"
    d="M6 10.500A1.500 1.500 0 0 1 7.500 9H13l2.500 3h9A1.500 1.500 0 0 1 26 13.500v9a1.500 1.500 0 0 1-1.500 1.500h-17A1.500 1.500 0 0 1 6 22.500z"
  />
  <path class="brand-ground" d="M16 13.200l1.600 3.200 3.200 1.600-3.200 1.600-1.600 3.200-1.600-3.200-3.200-1.600 3.200-1.600z" />
</svg>`;
