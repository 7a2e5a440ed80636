// What all elements wear: KERN, fitted to a shadow root by the build, and a few shapes KERN lacks.
// An element that stands in a document wears `kernStyle`; one inside another element `innerStyle`,
// so that colours and sizes come down to it from there.
import { html, svg, type TemplateResult, unsafeCSS } from "lit";
import icons from "virtual:kern-icons";
import parts from "virtual:kern-parts";
import tokens from "virtual:kern-tokens";
import host from "./host.css?inline";
import shapes from "./shapes.css?inline";

export const innerStyle = [unsafeCSS(parts), unsafeCSS(shapes)];
export const kernStyle = [unsafeCSS(tokens), unsafeCSS(host), ...innerStyle];

export function icon(name: string): TemplateResult {
  return html`<svg class="kern-icon" viewBox="0 -960 960 960" aria-hidden="true">${svg`<path d=${icons[name] ?? ""} />`}</svg>`;
}

const drawings = {
  send: svg`<path d="M11 20V7.800l-5.200 5.200-1.400-1.400L12 4l7.600 7.600-1.400 1.400L13 7.800V20z" />`,
  stop: svg`<rect x="6" y="6" width="12" height="12" rx="1.500" />`,
  up: svg`<path d="M18 21H8V8.500l6.500-6.500 1 1q.3.3.4.600t.1.700V4.600L15 8.500h5q.8 0 1.400.6t.6 1.400v2q0 .2-.05.400t-.1.400l-2.700 6.500q-.2.500-.7.800T18 21zm-8-2h7.500l2.500-6v-2.500h-7.500l1.300-5.300L10 9.300zm-4-10.500v2H4V19h2v2H2V8.500z" />`,
  down: svg`<path d="M6 3h10v12.500l-6.500 6.500-1-1q-.3-.3-.4-.6t-.1-.7v-.3l1-3.900H4q-.8 0-1.400-.6T2 13.500v-2q0-.2.050-.4t.1-.4l2.700-6.500q.2-.5.700-.8T6 3zm8 2H6.500L4 11v2.500h7.500l-1.300 5.300 3.800-4.100zm4 10.500v-2h2V5h-2V3h4v12.500z" />`,
  talks: svg`<path d="M4 3h16q.8 0 1.400.6T22 5v10q0 .8-.6 1.400T20 17H8l-5 5V5q0-.8.6-1.400T4 3zm1 14.200L7.200 15H20V5H5zM8 7h9v2H8zm0 4h6v2H8z" />`,
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
