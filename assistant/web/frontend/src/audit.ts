// <aktenlotse-audit>: who did what to which object when; whether the chain of entries is sound; all of it as a file.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { rightLabel } from "./account";
import { formatDate, formatTime } from "./dates";
import { holderLabel } from "./holders";
import { alarm, button, formValues, input, messageOf } from "./inputs";
import { readAccounts, readAudit, readAuditFile, verifyAudit, type Ability, type Account, type AuditEntry } from "./people-api";
import { people } from "./people-words";
import { saveFile } from "./saving";
import { icon, innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./administration.css?inline";

const ISO = /^\d{4}-\d\d-\d\d/;

@customElement("aktenlotse-audit")
export class Audit extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private entries: AuditEntry[] | null = null;
  @state() private accounts: Account[] = [];
  @state() private checked: { problems: string[]; head: string } | null = null;
  @state() private checking = false;
  @state() private trouble = "";

  override firstUpdated(): void {
    void this.attempt(async () => {
      this.accounts = await readAccounts();
      await this.more();
    });
  }

  override render(): TemplateResult {
    const { audit: say, pages } = people();
    return html`<h2>${say.heading}</h2>
      <p class="intro">${say.intro}</p>
      ${alarm(this.trouble)}
      <form class="line" @submit=${this.verify}>
        ${input({ id: "head", label: `${say.known} (${say.optional})` })}
        ${button(this.checking ? say.checking : say.verify, null, "primary")}
        ${button(say.export, () => this.attempt(async () => saveFile(await readAuditFile(), say.fileName, "jsonl")))}
      </form>
      <div role="status">${this.checked ? this.renderChecked(this.checked) : nothing}</div>
      ${this.entries ? this.renderEntries(this.entries) : html`<p role="status">${pages.loading}</p>`}`;
  }

  private renderChecked({ problems, head }: { problems: string[]; head: string }): TemplateResult {
    const { audit: say } = people();
    const [kind, title] = problems.length ? ["danger", say.broken(problems.length)] : ["success", say.sound(Number(head.split(":")[0]))];
    return html`<div class="kern-alert kern-alert--${kind}">
      <div class="kern-alert__header">${icon(kind === "danger" ? "danger" : "success")}<span class="kern-title">${title}</span></div>
      <div class="kern-alert__body">
        ${problems.length ? html`<ul>${problems.map((problem) => html`<li lang="en">${problem}</li>`)}</ul>` : nothing}
        <p>${say.head}: <code class="key">${head}</code><br /><span class="muted">${say.headHint}</span></p>
      </div>
    </div>`;
  }

  private renderEntries(entries: AuditEntry[]): TemplateResult {
    const { audit: say } = people();
    return html`<table aria-label=${say.heading}>
        <thead><tr><th scope="col" class="number wide">${say.number}</th><th scope="col">${say.at}</th><th scope="col">${say.actor}</th>
          <th scope="col">${say.action}</th><th scope="col" class="wide">${say.object}</th></tr></thead>
        <tbody>${entries.map((entry) => html`<tr>
          <td class="number wide">${entry.number}</td>
          <td class="time">${formatTime(entry.at)}</td>
          <td>${this.actorOf(entry)}</td>
          <td>${say.actions[entry.action] ?? entry.action}</td>
          <td class="wide">${this.named(entry.object)} <span class="muted">${detailsOf(entry)}</span></td>
        </tr>`)}</tbody>
      </table>
      ${(entries.at(-1)?.number ?? 1) > 1 ? html`<div class="buttons">${button(say.older, () => this.attempt(() => this.more()))}</div>` : nothing}`;
  }

  private actorOf({ actor }: AuditEntry): string {
    const { audit: say } = people();
    return { operator: say.operator, system: say.system, unknown: say.nobody }[actor] ?? this.named(actor);
  }

  /** The person's name for an id; what is no person stays as it is. */
  private named(object: string): string {
    const person = this.accounts.find(({ id }) => id === object);
    if (person) return person.shown;
    return object === "everyone" || /^(group|person):/.test(object) ? holderLabel(object, this.accounts) : object;
  }

  private async more(): Promise<void> {
    const { entries } = await readAudit(this.entries?.at(-1)?.number);
    this.entries = [...(this.entries ?? []), ...entries];
  }

  private readonly verify = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { head = "" } = formValues(event.target as HTMLFormElement);
    this.checking = true;
    this.checked = null;
    await this.attempt(async () => void (this.checked = await verifyAudit(head)));
    this.checking = false;
  };

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.trouble = "";
    await action().catch((reason: unknown) => (this.trouble = messageOf(reason)));
  }
}

/** What else is known, in words; what has no word here stands in the file. */
function detailsOf({ action, about }: AuditEntry): string {
  const { audit: say, rights } = people();
  if (action.startsWith("right.")) return rightLabel({ ability: about.ability as Ability, collection: String(about.collection ?? "") });
  const worded = (value: string | number | boolean | null): string =>
    typeof value === "boolean" ? (value ? say.yes : say.no) : ISO.test(String(value)) ? formatDate(String(value))
      : String(value).replace(/\b(read|edit|evaluate)\b/g, (name) => rights.abilities[name as Ability]);
  return Object.entries(about)
    .filter(([name, value]) => name in say.details && value !== null && value !== "")
    .map(([name, value]) => `${say.details[name]}: ${worded(value)}`)
    .join(", ");
}
