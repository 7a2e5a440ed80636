// The foot of each of our own pages: how accessible they are, and what happens with what people type.
import { html, type TemplateResult, unsafeCSS } from "lit";
import { ownAddress } from "./visitor";
import { words } from "./words";
import style from "./footer.css?inline";

export const footerStyle = unsafeCSS(style);

export function pageFooter(): TemplateResult {
  return html`<footer class="page-footer">
    <a href=${ownAddress("barrierefreiheit")}>${words.navigation.accessibility}</a>
    <a href=${ownAddress("datenschutz")}>${words.navigation.privacy}</a>
  </footer>`;
}
