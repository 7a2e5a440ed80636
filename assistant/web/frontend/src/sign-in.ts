// <aktenlotse-sign-in>: name and password, or the way to the identity provider; leads back to where one came from.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { ApiError } from "./api";
import { alarm, button, formValues, input, messageOf } from "./inputs";
import { people } from "./people-words";
import { innerStyle } from "./style";
import { providerAddress, signIn, signOut, Visitor, wantedAddress } from "./visitor";
import editingStyle from "./editing.css?inline";
import style from "./sign-in.css?inline";

@customElement("aktenlotse-sign-in")
export class SignIn extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private trouble = new URLSearchParams(location.search).has("fehler") ? people().signIn.providerFailed : "";
  @state() private busy = false;
  @query("form") private form!: HTMLFormElement | null;
  private readonly visitor = new Visitor(this);

  override render(): TemplateResult {
    const { signIn: say, pages } = people();
    const { authority } = this.visitor.entrance ?? {};
    return html`<div class="card">
      <h2>${say.heading}</h2>
      ${authority ? html`<p class="muted">${authority}</p>` : nothing}
      ${this.visitor.known ? this.renderWay() : html`<p role="status">${pages.loading}</p>`}
    </div>`;
  }

  private renderWay(): TemplateResult {
    const { signIn: say } = people();
    const { person, entrance, isDemo } = this.visitor;
    const goOn = html`<a class="kern-btn kern-btn--primary" href=${wantedAddress()}><span class="kern-label">${say.goOn}</span></a>`;
    if (isDemo) return html`<p>${say.demo}</p>${goOn}`;
    if (person) return html`<p>${say.already(person.shown)}</p><div class="buttons">${goOn} ${button(say.signOut, () => void this.leave())}</div>`;
    if (entrance?.identity === "proxy") return html`<p>${say.proxy}</p>${button(say.reload, () => location.reload(), "primary")}`;
    return entrance?.identity === "oidc" ? this.renderProvider() : this.renderForm();
  }

  private renderProvider(): TemplateResult {
    const { signIn: say } = people();
    return html`<p>${say.intro}</p>
      ${alarm(this.trouble)}
      <a class="kern-btn kern-btn--primary" href=${providerAddress()}><span class="kern-label">${say.provider}</span></a>
      <p class="muted">${say.providerHint}</p>`;
  }

  private renderForm(): TemplateResult {
    const { signIn: say } = people();
    return html`<p>${say.intro}</p>
      ${alarm(this.trouble)}
      <form @submit=${this.submit} novalidate>
        ${input({ id: "name", label: say.name, complete: "username" })}
        ${input({ id: "password", label: say.password, type: "password", complete: "current-password" })}
        ${button(this.busy ? say.checking : say.submit, null, "primary")}
      </form>
      <p class="muted">${say.forgotten}</p>`;
  }

  protected override updated(): void {
    if (this.form && !this.form.dataset.begun) this.field("name").focus();
    if (this.form) this.form.dataset.begun = "true";
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { signIn: say } = people();
    const { name = "", password = "" } = formValues(event.target as HTMLFormElement);
    if (!name) return this.complain(say.nameMissing, "name");
    if (!password) return this.complain(say.passwordMissing, "password");
    if (this.busy) return;
    this.busy = true;
    this.trouble = "";
    try {
      await signIn(name, this.field("password").value);
      location.replace(wantedAddress());
    } catch (reason) {
      this.busy = false;
      this.field("password").value = "";
      this.complain(explained(reason), "password");
    }
  };

  private complain(trouble: string, at: string): void {
    this.trouble = trouble;
    this.field(at).focus();
  }

  private field(name: string): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`) as HTMLInputElement;
  }

  private async leave(): Promise<void> {
    await signOut();
    location.reload();
  }
}

/** The server's sentence is German; for what happens often there is one in both languages. */
function explained(reason: unknown): string {
  const { signIn: say } = people();
  if (reason instanceof ApiError && reason.code === "sign_in_failed") return say.failed;
  if (reason instanceof ApiError && reason.code === "too_many_requests") return say.tooMany;
  return messageOf(reason);
}
