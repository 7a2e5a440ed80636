// <aktenlotse-footer>: the foot of each of our own pages: how accessible they are, what happens with what people type, and
// whether this is only a demonstration.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement } from "lit/decorators.js";
import { innerStyle } from "./style";
import { ownAddress, Visitor } from "./visitor";
import { words } from "./words";
import style from "./footer.css?inline";

@customElement("aktenlotse-footer")
export class Footer extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(style)];

  private readonly visitor = new Visitor(this);

  override render(): TemplateResult {
    return html`<footer>
      <a href=${ownAddress("barrierefreiheit")}>${words.navigation.accessibility}</a>
      <a href=${ownAddress("datenschutz")}>${words.navigation.privacy}</a>
      ${this.visitor.isDemo ? html`<span>${words.navigation.demo}</span>` : nothing}
    </footer>`;
  }
}
