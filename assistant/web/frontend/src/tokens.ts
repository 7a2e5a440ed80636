// <aktenlotse-tokens>: access keys with which programs ask in one's name; a new one is shown once.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { copyText } from "./copying";
import { formatDate } from "./dates";
import { alarm, button, formValues, input, messageOf, select } from "./inputs";
import { makeToken, readTokens, removeToken, type Ability, type Token } from "./people-api";
import { people } from "./people-words";
import { innerStyle } from "./style";
import { Visitor } from "./visitor";
import editingStyle from "./editing.css?inline";
import style from "./account.css?inline";

const DAYS = [30, 90, 180, 365];

@customElement("aktenlotse-tokens")
export class Tokens extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private all: Token[] = [];
  @state() private made = "";
  @state() private said = "";
  @state() private trouble = "";
  private readonly visitor = new Visitor(this);

  override firstUpdated(): void {
    void this.load();
  }

  override render(): TemplateResult {
    const { tokens: say } = people();
    return html`<section aria-labelledby="tokens">
      <h3 id="tokens" tabindex="-1">${say.heading}</h3>
      <p class="muted">${say.hint}</p>
      ${this.all.length ? this.renderTable() : html`<p>${say.none}</p>`}
      ${alarm(this.trouble)}
      <p class="said" role="status">${this.said}</p>
      ${this.made ? html`<div class="kern-alert kern-alert--success" role="status"><div class="kern-alert__body">
        ${say.made} <code class="key">${this.made}</code> ${button(say.copy, () => this.copy())}</div></div>` : nothing}
      <form class="fields" @submit=${this.make}>
        ${input({ id: "name", label: say.name })}
        ${select("ability", say.abilities, "read", this.choices())}
        ${select("days", say.days, "90", DAYS.map((days) => [String(days), say.dayCount(days)] as const))}
        <div>${button(say.make, null)}</div>
      </form>
    </section>`;
  }

  private renderTable(): TemplateResult {
    const { tokens: say } = people();
    const { abilities } = people().rights;
    const may = (token: Token): string => token.abilities.map((ability) => abilities[ability]).join(", ");
    return html`<table aria-labelledby="tokens">
      <thead><tr><th scope="col">${say.name}</th><th scope="col" class="wide">${say.abilities}</th><th scope="col">${say.expires}</th><td></td></tr></thead>
      <tbody>${this.all.map((token) => html`<tr>
        <th scope="row">${token.name}<span class="narrow">${may(token)}</span></th>
        <td class="wide">${may(token)}</td>
        <td>${formatDate(token.expires)}</td>
        <td class="number"><button class="quiet-button" aria-label=${say.revokeOne(token.name)} @click=${() => this.revoke(token)}>${say.revoke}</button></td>
      </tr>`)}</tbody>
    </table>`;
  }

  /** No more than the person may do. */
  private choices(): (readonly [string, string])[] {
    const { abilities } = people().rights;
    const edits = [["read edit", `${abilities.read}, ${abilities.edit}`]] as const;
    const evaluates = [["read evaluate", `${abilities.read}, ${abilities.evaluate}`]] as const;
    return [["read", abilities.read], ...(this.visitor.edits ? edits : []), ...(this.visitor.person?.evaluates ? evaluates : [])];
  }

  private readonly make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { name = "", ability = "read", days = "90" } = formValues(form);
    if (!name) {
      this.trouble = people().tokens.nameMissing;
      return form.querySelector<HTMLElement>("input")?.focus();
    }
    await this.attempt(async () => {
      this.made = await makeToken(name, ability.split(" ") as Ability[], Number(days));
      form.reset();
    });
  };

  private async revoke({ id }: Token): Promise<void> {
    this.made = "";
    await this.attempt(() => removeToken(id));
    if (!this.trouble) this.said = people().tokens.revoked;
    this.renderRoot.querySelector<HTMLElement>("h3")?.focus();
  }

  private async copy(): Promise<void> {
    if (await copyText(this.made)) this.said = people().tokens.copied;
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.said = this.trouble = "";
    await action().catch((reason: unknown) => (this.trouble = messageOf(reason)));
    await this.load();
  }

  private async load(): Promise<void> {
    this.all = await readTokens().catch(() => this.all);
  }
}
