// <aktenlotse-accounts>: who has an account, for administrators: find, add, and the way to each.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { rightLabel } from "./account";
import type { AccountDialog } from "./account-dialog";
import { alarm, button, formValues, input, messageOf } from "./inputs";
import { addAccount, readAccounts, type Account } from "./people-api";
import { people } from "./people-words";
import { innerStyle } from "./style";
import { Visitor } from "./visitor";
import "./account-dialog";
import editingStyle from "./editing.css?inline";
import style from "./administration.css?inline";

@customElement("aktenlotse-accounts")
export class Accounts extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private all: Account[] | null = null;
  @state() private wanted = "";
  @state() private trouble = "";
  @state() private addTrouble = "";
  @query("aktenlotse-account-dialog") private dialog!: AccountDialog;
  private readonly visitor = new Visitor(this);

  override firstUpdated(): void {
    void this.load();
  }

  override render(): TemplateResult {
    const { people: say, pages } = people();
    const { identity } = this.visitor.entrance ?? {};
    const isLocal = identity === "local";
    return html`<h2>${say.heading}</h2>
      <p class="intro">${say.intro} ${identity === "oidc" || identity === "proxy" ? say.introElsewhere : nothing}</p>
      ${alarm(this.trouble)}
      ${this.all ? this.renderList(this.all) : html`<p role="status">${pages.loading}</p>`}
      ${isLocal ? this.renderForm() : nothing}
      <aktenlotse-account-dialog .identity=${this.visitor.entrance?.identity} .me=${this.visitor.person?.name}
        @changed=${this.load}></aktenlotse-account-dialog>`;
  }

  private renderList(all: Account[]): TemplateResult {
    const { people: say } = people();
    const shown = all.filter((each) => [each.name, each.shown, ...each.groups].join(" ").toLowerCase().includes(this.wanted.toLowerCase()));
    return html`<div class="narrow-field" @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value.trim())}>
        ${input({ id: "search", label: say.search, type: "search" })}</div>
      <p class="muted" role="status">${say.found(shown.length)}</p>
      <table aria-label=${say.heading}>
        <thead><tr><th scope="col">${say.name}</th><th scope="col" class="wide">${say.groups}</th><th scope="col" class="wide">${say.roles}</th>
          <th scope="col">${say.state}</th><td></td></tr></thead>
        <tbody>${shown.map((each) => this.renderRow(each))}</tbody>
      </table>`;
  }

  private renderRow(each: Account): TemplateResult {
    const { people: say } = people();
    return html`<tr>
      <th scope="row">${each.shown}${each.shown === each.name ? nothing : html`<span class="below">${each.name}</span>`}</th>
      <td class="wide">${each.groups.join(", ") || "–"}</td>
      <td class="wide">${each.abilities.map(rightLabel).join(", ") || say.staff}</td>
      <td><span class="mark ${each.active ? "" : "expired"}">${each.active ? say.open : say.closed}</span></td>
      <td class="number"><button class="quiet-button" aria-haspopup="dialog" aria-label=${say.editOne(each.shown)}
        @click=${() => this.dialog.show(each)}>${say.edit}</button></td>
    </tr>`;
  }

  private renderForm(): TemplateResult {
    const { people: say } = people();
    return html`<section aria-labelledby="add">
      <h3 id="add">${say.add}</h3>
      ${alarm(this.addTrouble)}
      <form class="fields" @submit=${this.add}>
        ${input({ id: "name", label: say.signInName })}
        ${input({ id: "shown", label: say.shown })}
        ${input({ id: "password", label: say.password, type: "password", complete: "new-password", hint: say.passwordHint })}
        <div class="whole">${button(say.add, null, "primary")}</div>
      </form>
    </section>`;
  }

  private readonly add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { name = "", shown = "", password = "" } = formValues(form);
    this.addTrouble = name && password ? "" : people().people.missing;
    if (this.addTrouble) return;
    try {
      const added = await addAccount(name, shown, password);
      form.reset();
      await this.load();
      this.dialog.show({ ...added, local: true, abilities: [] });
    } catch (reason) {
      this.addTrouble = messageOf(reason);
    }
  };

  private readonly load = async (): Promise<void> => {
    this.all = await readAccounts().catch((reason: unknown) => ((this.trouble = messageOf(reason)), this.all));
  };
}
