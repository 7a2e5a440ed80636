// <aktenlotse-rights>: what is allowed to whom, to give and to take; of one holder, or of all.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { rightLabel } from "./account";
import { holderLabel, renderHolderChoice, chosenHolder } from "./holders";
import { alarm, button, formValues, messageOf, select } from "./inputs";
import { give, readAccounts, readGrants, readRules, take, type Ability, type Account, type Grant, type Rule } from "./people-api";
import { people } from "./people-words";
import { icon, innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./administration.css?inline";

const ABILITIES: Ability[] = ["read", "edit", "evaluate", "administer"];

@customElement("aktenlotse-rights")
export class RightsList extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  /** Whose rights are shown; without it those of all. */
  @property({ attribute: false }) holder = "";
  @state() private grants: Grant[] = [];
  @state() private accounts: Account[] = [];
  @state() private collections: Rule[] = [];
  @state() private ability: Ability = "read";
  @state() private group = false;
  @state() private said = "";
  @state() private trouble = "";

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("holder")) void this.load();
  }

  override render(): TemplateResult {
    const { rights: say } = people();
    const own = this.grants.filter(({ holder }) => !this.holder || holder === this.holder);
    return html`${this.holder ? nothing : html`<h2>${say.heading}</h2><p class="intro">${say.intro}</p>`}
      ${alarm(this.trouble)}
      <p class="said" role="status">${this.said}</p>
      ${own.length ? (this.holder ? this.renderGrants(own) : this.renderHolders(own)) : html`<p>${say.none}</p>`}
      ${this.renderForm()}`;
  }

  private renderHolders(grants: Grant[]): TemplateResult {
    const { rights: say } = people();
    const holders = [...new Set(grants.map(({ holder }) => holder))];
    return html`<table aria-label=${say.heading}>
      <thead><tr><th scope="col">${say.holder}</th><th scope="col">${say.may}</th></tr></thead>
      <tbody>${holders.map((holder) => html`<tr>
        <th scope="row">${holderLabel(holder, this.accounts)}</th>
        <td>${this.renderGrants(grants.filter((grant) => grant.holder === holder))}</td>
      </tr>`)}</tbody>
    </table>`;
  }

  private renderGrants(grants: Grant[]): TemplateResult {
    const { rights: say } = people();
    return html`<ul class="plain grants">${grants.map((grant) => html`<li>${rightLabel(grant)}
      <button class="quiet-button" title=${say.take} aria-label=${say.takeOne(`${holderLabel(grant.holder, this.accounts)}, ${rightLabel(grant)}`)}
        @click=${() => this.attempt(() => take(grant))}>${icon("close")}</button></li>`)}</ul>`;
  }

  private renderForm(): TemplateResult {
    const { rights: say } = people();
    const ofCollection = this.ability === "read" || this.ability === "edit";
    const collections: (readonly [string, string])[] = [["*", say.everyCollection], ...this.collections.map(({ name }) => [name, name] as const)];
    return html`<form class="fields add" @submit=${this.give}>
      ${this.holder ? nothing : renderHolderChoice(this.accounts, this.group, (group) => (this.group = group))}
      ${select("ability", say.may, this.ability, ABILITIES.map((each) => [each, say.abilities[each]] as const), (value) => (this.ability = value as Ability))}
      ${ofCollection ? select("collection", say.collection, "*", collections) : nothing}
      <div>${button(say.give, null, this.holder ? "secondary" : "primary")}</div>
    </form>`;
  }

  private readonly give = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const values = formValues(event.target as HTMLFormElement);
    const holder = this.holder || chosenHolder(values);
    if (!holder) this.trouble = people().rights.groupMissing;
    else await this.attempt(() => give({ holder, ability: this.ability, collection: values.collection ?? "" }));
  };

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.said = this.trouble = "";
    await action().then(() => (this.said = people().administration.saved), (reason: unknown) => (this.trouble = messageOf(reason)));
    await this.load();
  }

  private async load(): Promise<void> {
    try {
      [this.grants, this.accounts, this.collections] = await Promise.all([readGrants(), readAccounts(), readRules()]);
    } catch (reason) {
      this.trouble = messageOf(reason);
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.holder) void this.load();
  }
}
