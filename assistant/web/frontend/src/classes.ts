// <aktenlotse-classes>: the protection class of each collection, and what holds for single documents.
import { html, LitElement, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { alarm, messageOf } from "./inputs";
import { readRules, setRule, type Protection, type Rule } from "./people-api";
import { people } from "./people-words";
import { innerStyle } from "./style";
import "./document-rules";
import editingStyle from "./editing.css?inline";
import factsStyle from "./account.css?inline";
import style from "./administration.css?inline";

export const PROTECTIONS: Protection[] = ["public", "internal", "confidential"];

@customElement("aktenlotse-classes")
export class Classes extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(factsStyle), unsafeCSS(style)];

  @state() private rules: Rule[] | null = null;
  @state() private said = "";
  @state() private trouble = "";

  override firstUpdated(): void {
    void this.load();
  }

  override render(): TemplateResult {
    const { classes: say, pages } = people();
    return html`<h2>${say.heading}</h2>
      <p class="intro">${say.intro}</p>
      <dl class="facts">${PROTECTIONS.map((name) => html`<dt>${say.names[name]}</dt><dd>${say.hints[name]}</dd>`)}<dt>${say.release}</dt><dd>${say.releaseHint}</dd></dl>
      ${alarm(this.trouble)}
      <p class="said" role="status">${this.said}</p>
      ${this.rules ? this.renderRules(this.rules) : html`<p role="status">${pages.loading}</p>`}
      <aktenlotse-document-rules></aktenlotse-document-rules>`;
  }

  private renderRules(rules: Rule[]): TemplateResult {
    const { classes: say } = people();
    if (!rules.length) return html`<p>${say.none}</p>`;
    return html`<table aria-label=${say.heading}>
      <thead><tr><th scope="col">${say.collection}</th><th scope="col">${say.protection}</th><th scope="col">${say.release}</th></tr></thead>
      <tbody>${rules.map((rule) => html`<tr>
        <th scope="row">${rule.name}</th>
        <td>
          <div class="kern-form-input__select-wrapper">
            <select class="kern-form-input__select" aria-label=${say.ofCollection(rule.name)}
              @change=${(event: Event) => this.set({ ...rule, protection: (event.target as HTMLSelectElement).value as Protection })}>
              ${PROTECTIONS.map((name) => html`<option value=${name} ?selected=${name === rule.protection}>${say.names[name]}</option>`)}
            </select>
          </div>
        </td>
        <td><input type="checkbox" aria-label=${say.releaseOf(rule.name)} .checked=${rule.release}
          @change=${(event: Event) => this.set({ ...rule, release: (event.target as HTMLInputElement).checked })} /></td>
      </tr>`)}</tbody>
    </table>`;
  }

  private async set(rule: Rule): Promise<void> {
    this.said = this.trouble = "";
    await setRule(rule).then(() => (this.said = people().administration.saved), (reason: unknown) => (this.trouble = messageOf(reason)));
    await this.load();
  }

  private async load(): Promise<void> {
    this.rules = await readRules().catch((reason: unknown) => ((this.trouble = messageOf(reason)), this.rules));
  }
}
