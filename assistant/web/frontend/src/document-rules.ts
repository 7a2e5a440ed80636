// <aktenlotse-document-rules>: finds a document and shows what holds for it alone: its class, and who may read it or not.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { findDocuments, type Entry } from "./editing-api";
import { chosenHolder, holderLabel, renderHolderChoice } from "./holders";
import { alarm, button, formValues, input, messageOf, select } from "./inputs";
import { protectDocument, readAccounts, readDocumentRules, ruleDocument, type Account, type DocumentRules, type Protection } from "./people-api";
import { people } from "./people-words";
import { innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./administration.css?inline";

const FEW = 8;
const PATIENCE = 200;

@customElement("aktenlotse-document-rules")
export class DocumentRulesPanel extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private found: Entry[] | null = null;
  @state() private chosen: Entry | null = null;
  @state() private rules: DocumentRules = { protection: null, rules: [] };
  @state() private accounts: Account[] = [];
  @state() private group = false;
  @state() private said = "";
  @state() private trouble = "";
  private typing = 0;

  override render(): TemplateResult {
    const { classes: say } = people();
    return html`<section aria-labelledby="documents">
      <h3 id="documents">${say.documents}</h3>
      <p class="muted">${say.documentsHint}</p>
      <div class="narrow-field" role="search" @input=${this.type}>${input({ id: "query", label: say.search, type: "search" })}</div>
      ${alarm(this.trouble)}
      ${this.found ? this.renderFound(this.found) : nothing}
      ${this.chosen ? this.renderChosen(this.chosen) : nothing}
      <p class="said" role="status">${this.said}</p>
    </section>`;
  }

  private renderFound(found: Entry[]): TemplateResult {
    if (!found.length) return html`<p role="status">${people().classes.nothing}</p>`;
    return html`<ul class="entries">${found.map((entry) => html`<li>
      <button class="quiet-button" aria-pressed=${entry.id === this.chosen?.id} @click=${() => this.choose(entry)}>${entry.title}</button>
      <span class="muted">${entry.collection}</span></li>`)}</ul>`;
  }

  private renderChosen({ title }: Entry): TemplateResult {
    const { classes: say } = people();
    const { protection, rules } = this.rules;
    const classes: (readonly [string, string])[] = [["", say.asCollection], ...Object.entries(say.names)];
    return html`<h4 tabindex="-1" id="chosen">${title}</h4>
      <div class="narrow-field">${select("protection", say.protection, protection ?? "", classes, (value) => this.protect(value))}</div>
      <h4>${say.rules}</h4>
      ${rules.length ? nothing : html`<p>${say.noRules}</p>`}
      <ul class="plain grants">${rules.map(({ holder, allowed }) => html`<li>
        ${holderLabel(holder, this.accounts)}: ${allowed ? say.allowed : say.refused}
        <button class="quiet-button" aria-label=${say.removeOne(holderLabel(holder, this.accounts))} @click=${() => this.rule(holder, null)}>${say.remove}</button>
      </li>`)}</ul>
      <form class="fields add" @submit=${this.add}>
        ${renderHolderChoice(this.accounts, this.group, (group) => (this.group = group))}
        ${select("allowed", people().rights.may, "true", [["true", say.allowed], ["false", say.refused]])}
        <div>${button(say.add, null)}</div>
      </form>`;
  }

  private readonly type = (event: Event): void => {
    const query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => void this.search(query), PATIENCE);
  };

  private async search(query: string): Promise<void> {
    this.chosen = null;
    this.found = query ? (await findDocuments({ query, limit: FEW })).documents : null;
  }

  private async choose(entry: Entry): Promise<void> {
    this.chosen = entry;
    await this.attempt(async () => void (this.accounts = await readAccounts()), "");
    this.renderRoot.querySelector<HTMLElement>("#chosen")?.focus();
  }

  private protect(value: string): void {
    const { id } = this.chosen as Entry;
    void this.attempt(() => protectDocument(id, (value || null) as Protection | null), people().administration.saved);
  }

  private rule(holder: string, allowed: boolean | null): void {
    const { id } = this.chosen as Entry;
    void this.attempt(() => ruleDocument(id, holder, allowed), people().administration.saved);
  }

  private readonly add = (event: SubmitEvent): void => {
    event.preventDefault();
    const values = formValues(event.target as HTMLFormElement);
    const holder = chosenHolder(values);
    if (holder) this.rule(holder, values.allowed === "true");
    else this.trouble = people().rights.groupMissing;
  };

  /** Does it and shows what holds then. */
  private async attempt(action: () => Promise<void>, said: string): Promise<void> {
    const { id } = this.chosen as Entry;
    this.said = this.trouble = "";
    try {
      await action();
      this.rules = await readDocumentRules(id);
      this.said = said;
    } catch (reason) {
      this.trouble = messageOf(reason);
    }
  }
}
