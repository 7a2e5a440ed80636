// <aktenlotse-notice>: the accessibility statement and the page about data protection and AI; texts come from notice-words.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property } from "lit/decorators.js";
import { notices, type Part } from "./notice-words";
import { innerStyle } from "./style";
import { Visitor } from "./visitor";
import editingStyle from "./editing.css?inline";
import style from "./notices.css?inline";

@customElement("aktenlotse-notice")
export class Notice extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) page: "accessibility" | "privacy" = "accessibility";
  private readonly visitor = new Visitor(this);

  override render(): TemplateResult {
    const { entrance } = this.visitor;
    const notice = notices()[this.page];
    return html`<article><h2>${notice.heading}</h2>${entrance ? notice.parts(entrance).map(renderPart) : nothing}</article>`;
  }
}

function renderPart({ heading, texts = [], list = [], contact }: Part): TemplateResult {
  return html`<h3>${heading}</h3>
    ${texts.map((text) => html`<p>${text}</p>`)}
    ${list.length ? html`<ul>${list.map((line) => html`<li>${line}</li>`)}</ul>` : nothing}
    ${contact ? html`<p class="contact">${isAddress(contact) ? html`<a href="mailto:${contact}">${contact}</a>` : contact}</p>` : nothing}`;
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);
