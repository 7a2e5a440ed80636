// <aktenlotse-account-dialog>: one account, for administrators: its groups, rights, password, and whether it is open.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { alarm, button, formValues, input, messageOf } from "./inputs";
import { changeAccount, removeAccount, resetPassword, type Account } from "./people-api";
import { people } from "./people-words";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import "./rights";
import editingStyle from "./editing.css?inline";
import style from "./administration.css?inline";

@customElement("aktenlotse-account-dialog")
export class AccountDialog extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) identity: string | undefined;
  @property({ attribute: false }) me: string | undefined;
  @state() private account: Account | null = null;
  @state() private sure = false;
  @state() private said = "";
  @state() private trouble = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  show(account: Account): void {
    this.account = account;
    this.sure = false;
    this.said = this.trouble = "";
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog class="panel" aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent("changed"))}>
      ${this.account ? this.renderAccount(this.account) : nothing}
    </dialog>`;
  }

  private renderAccount(account: Account): TemplateResult {
    const { people: say } = people();
    return html`<div class="top">
        <h2 id="title">${account.shown}</h2>
        <button class="quiet-button" @click=${() => this.dialog.close()}>${icon("close")} ${words.close}</button>
      </div>
      ${alarm(this.trouble)}
      <p class="said" role="status">${this.said}</p>
      <h3>${say.ownRights}</h3>
      <p class="muted">${say.ownRightsHint}</p>
      <aktenlotse-rights .holder=${`person:${account.id}`}></aktenlotse-rights>
      ${this.identity === "local" ? this.renderLocal(account) : nothing}
      ${account.name === this.me ? nothing : this.renderEnd(account)}`;
  }

  private renderLocal(account: Account): TemplateResult {
    const { people: say } = people();
    return html`<form class="line" @submit=${(event: SubmitEvent) => this.saveGroups(event, account)}>
        ${input({ id: "groups", label: say.groups, value: account.groups.join(", "), hint: say.groupsHint })} ${button(say.saveGroups, null)}
      </form>
      <form class="line" @submit=${(event: SubmitEvent) => this.reset(event, account)}>
        ${input({ id: "password", label: say.newPassword, type: "password", complete: "new-password", hint: say.passwordHint })} ${button(say.reset, null)}
      </form>`;
  }

  private renderEnd(account: Account): TemplateResult {
    const { people: say } = people();
    return html`<div class="buttons">
      ${button(account.active ? say.close : say.reopen, () => this.change(account, { active: !account.active }))}
      ${button(this.sure ? say.removeConfirm : say.remove, () => this.delete(account), "secondary danger")}
      ${this.sure ? html`<p role="alert" class="trouble">${say.removeSure}</p>` : nothing}
    </div>`;
  }

  private saveGroups(event: SubmitEvent, account: Account): void {
    event.preventDefault();
    const { groups = "" } = formValues(event.target as HTMLFormElement);
    void this.change(account, { groups: groups.split(",").map((each) => each.trim()).filter(Boolean) });
  }

  private async reset(event: SubmitEvent, { id }: Account): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    await this.attempt(() => resetPassword(id, formValues(form).password ?? ""), people().people.resetDone);
    if (!this.trouble) form.reset();
  }

  private async change(account: Account, change: { active?: boolean; groups?: string[] }): Promise<void> {
    await this.attempt(() => changeAccount(account.id, change), people().administration.saved);
    if (!this.trouble) this.account = { ...account, ...change };
  }

  private async delete({ id }: Account): Promise<void> {
    if (!this.sure) {
      this.sure = true;
      return;
    }
    await this.attempt(() => removeAccount(id), "");
    if (!this.trouble) this.dialog.close();
  }

  private async attempt(action: () => Promise<void>, said: string): Promise<void> {
    this.said = this.trouble = "";
    await action().then(() => (this.said = said), (reason: unknown) => (this.trouble = messageOf(reason)));
  }
}
