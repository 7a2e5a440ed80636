// <aktenlotse-account>: what is stored about whoever is signed in, to see, take along and delete (Art. 15, 17, 20 GDPR).
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { ApiError } from "./api";
import { forgetAll, readStored, removeStored, type StoredConversation } from "./conversations-api";
import { formatDate, formatTime } from "./dates";
import { alarm, button, formValues, input, messageOf } from "./inputs";
import { changePassword, eraseMyContents, readAboutMe, type AboutMe, type Grant } from "./people-api";
import { people } from "./people-words";
import { saveFile } from "./saving";
import { innerStyle } from "./style";
import { ownAddress, signInAddress, signOut, Visitor } from "./visitor";
import "./tokens";
import editingStyle from "./editing.css?inline";
import style from "./account.css?inline";

@customElement("aktenlotse-account")
export class Account extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private found: AboutMe | null = null;
  @state() private conversations: StoredConversation[] = [];
  @state() private trouble = "";
  @state() private passwordTrouble = "";
  @query("dialog") private dialog!: HTMLDialogElement;
  private readonly visitor = new Visitor(this);

  override firstUpdated(): void {
    void this.load();
  }

  override render(): TemplateResult {
    const { account: say, pages } = people();
    return html`<h2>${pages.account}</h2>
      <p class="intro">${say.intro} ${this.visitor.isDemo ? say.demo : nothing}</p>
      ${alarm(this.trouble)}
      ${this.found ? this.renderAll(this.found) : html`<p role="status">${pages.loading}</p>`}`;
  }

  private renderAll(found: AboutMe): TemplateResult {
    return html`${renderWho(found)} ${this.renderConversations()} <aktenlotse-tokens></aktenlotse-tokens>
      ${found.sessions.length ? this.renderSessions(found) : nothing}
      ${found.account.has_password ? this.renderPassword() : nothing} ${this.renderTakeAlong(found)}`;
  }

  private renderConversations(): TemplateResult {
    const { account: say } = people();
    const { conversation_days = 0, confidential_days = 0 } = this.visitor.entrance ?? {};
    const { conversations } = this;
    return html`<section aria-labelledby="conversations">
      <h3 id="conversations">${say.conversations}</h3>
      <p class="muted">${say.conversationsHint(conversation_days, confidential_days)}</p>
      ${conversations.length ? nothing : html`<p>${say.noConversations}</p>`}
      <ul class="entries lines">${conversations.map(({ id, title, changed }) => html`<li>
        <span>${title} <span class="muted">${formatTime(`${changed}Z`)}</span></span>
        <button class="quiet-button" aria-label=${say.deleteOne(title)} @click=${() => this.delete(() => removeStored(id))}>${say.delete}</button>
      </li>`)}</ul>
      ${conversations.length > 1 ? html`<div class="buttons">${button(say.deleteAll, () => this.delete(forgetAll))}</div>` : nothing}
    </section>`;
  }

  private renderSessions({ sessions }: AboutMe): TemplateResult {
    const { account: say } = people();
    return html`<section aria-labelledby="sessions">
      <h3 id="sessions">${say.sessions}</h3>
      <table aria-label=${say.sessionsHint}>
        <thead><tr><th scope="col">${say.begun}</th><th scope="col">${say.used}</th></tr></thead>
        <tbody>${sessions.map(({ created, seen }) => html`<tr><td>${formatTime(created)}</td><td>${formatTime(seen)}</td></tr>`)}</tbody>
      </table>
      <div class="buttons">${button(say.everywhere, () => this.leave(() => signOut(true)))}</div>
    </section>`;
  }

  private renderPassword(): TemplateResult {
    const { account: say } = people();
    return html`<section aria-labelledby="change">
      <h3 id="change">${say.password}</h3>
      <p class="muted">${say.passwordHint}</p>
      ${alarm(this.passwordTrouble)}
      <form class="fields" @submit=${this.changePassword}>
        ${input({ id: "current", label: say.current, type: "password", complete: "current-password" })}
        ${input({ id: "wanted", label: say.wanted, type: "password", complete: "new-password", hint: say.wantedHint })}
        <div class="whole">${button(say.change, null)}</div>
      </form>
    </section>`;
  }

  private renderTakeAlong(found: AboutMe): TemplateResult {
    const { account: say } = people();
    const all = (): void => saveFile(new Blob([JSON.stringify(found, null, 2)], { type: "application/json" }), say.fileName, "json");
    return html`<section aria-labelledby="take-along">
        <h3 id="take-along">${say.takeAlong}</h3>
        <p class="muted">${say.takeAlongHint}</p>
        <div class="buttons">${button(say.export, all, "primary")} ${button(say.erase, () => this.dialog.showModal(), "secondary danger")}</div>
      </section>
      <dialog class="kern-dialog confirm" aria-labelledby="sure">
        <div class="kern-dialog__header"><h2 class="kern-title kern-title--large" id="sure">${say.erase}</h2></div>
        <section class="kern-dialog__body"><p>${say.eraseSure}</p></section>
        <div class="kern-dialog__footer">
          ${button(people().cancel, () => this.dialog.close())}
          ${button(say.eraseConfirm, () => this.leave(eraseMyContents), "primary")}
        </div>
      </dialog>`;
  }

  private async load(): Promise<void> {
    await this.attempt(async () => {
      [this.found, this.conversations] = await Promise.all([readAboutMe(), readStored()]);
    });
  }

  private async delete(action: () => Promise<void>): Promise<void> {
    await this.attempt(action);
    await this.load();
    this.dispatchEvent(new CustomEvent("said", { detail: people().account.deleted, bubbles: true, composed: true }));
    this.renderRoot.querySelector<HTMLElement>("#conversations ~ ul button, #take-along ~ div button")?.focus();
  }

  private readonly changePassword = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { current = "", wanted = "" } = formValues(event.target as HTMLFormElement);
    try {
      await changePassword(current, wanted);
      location.assign(signInAddress());
    } catch (reason) {
      this.passwordTrouble = reason instanceof ApiError && reason.code === "sign_in_failed" ? people().signIn.failed : messageOf(reason);
    }
  };

  private async leave(action: () => Promise<void>): Promise<void> {
    this.dialog.close();
    await this.attempt(action);
    if (!this.trouble) location.assign(this.visitor.isDemo ? ownAddress("konto") : signInAddress(ownAddress("")));
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.trouble = "";
    await action().catch((reason: unknown) => (this.trouble = messageOf(reason)));
  }
}

function renderWho({ account, rights, audit }: AboutMe): TemplateResult {
  const { account: say } = people();
  return html`<section aria-labelledby="who">
    <h3 id="who">${say.who}</h3>
    <dl class="facts">
      <dt>${say.name}</dt><dd>${account.name}</dd>
      <dt>${say.shown}</dt><dd>${account.shown}</dd>
      <dt>${say.groups}</dt><dd>${account.groups.join(", ") || say.none}</dd>
      <dt>${say.since}</dt><dd>${formatDate(account.created)}</dd>
      <dt>${say.rights}</dt><dd>${[...new Set(rights.map(rightLabel))].join(" · ") || say.none}</dd>
      <dt>${say.audit}</dt><dd>${say.auditHint(audit.length)}</dd>
    </dl>
  </section>`;
}

/** "Personal: lesen", or "verwalten" where no collection is meant. */
export function rightLabel({ ability, collection }: Omit<Grant, "holder">): string {
  const { rights: say } = people();
  if (!collection) return say.abilities[ability];
  return say.onCollection(say.abilities[ability], collection === "*" ? say.everyCollection : collection);
}
