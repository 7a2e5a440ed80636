// <aktenlotse-condition>: what an editor should look at so that the answers stay good.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import {
  readAskedInVain, readCondition, readTwins, type AskedInVain, type Condition, type Entry, type Listed, type Twins,
} from "./editing-api";
import { editing } from "./editing-words";
import { wholeLibrary } from "./library-words";
import { standingMark, validity } from "./marks";
import { documentAddress, follow } from "./route";
import { icon, innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./condition.css?inline";

const FEW = 8;
const ICONS = { todo: "warning", news: "info", fine: "success" };
const NEWS = new Set(["expired", "uncited"]); // may well be as it should

@customElement("aktenlotse-condition")
export class ConditionPage extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private condition: Condition | null = null;
  @state() private twins: { twins: Twins[]; total: number } | null = null;
  @state() private asked: AskedInVain | null = null;
  @state() private trouble = "";

  override firstUpdated(): void {
    void this.attempt(async () => (this.condition = await readCondition()));
    void this.attempt(async () => (this.asked = await readAskedInVain()));
    void this.attempt(async () => (this.twins = await readTwins()));
  }

  override render(): TemplateResult {
    const { condition: say } = wholeLibrary();
    const { pages } = editing();
    const found = this.condition;
    return html`<h2>${say.heading}</h2>
      <p class="intro">${say.intro}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${this.renderAsked()}
      ${found ? html`
        ${finding("soon", say.soon, found.soon.total, say.soonHint, () => entries(found.soon))}
        ${finding("expired", say.expired, found.expired.total, say.expiredHint, () => entries(found.expired))}
        ${finding("doubtful", say.doubtful, found.doubtful.total, say.doubtfulHint, () => entries(found.doubtful, true))}
        ${finding("unread", say.unread, found.unread.total, say.unreadHint, () => jobs(found.unread))}
        ${finding("uncited", say.uncited, found.uncited.total, uncitedHint(found.uncited), () => entries(found.uncited))}
      ` : html`<p role="status">${pages.loading}</p>`}
      ${this.twins
        ? finding("twins", say.twins, this.twins.total, say.twinsHint, () => twinList(this.twins?.twins ?? []))
        : html`<p role="status">${say.searching}</p>`}`;
  }

  private renderAsked(): unknown {
    const { condition: say } = wholeLibrary();
    const { asked } = this;
    if (!asked) return nothing;
    if (!asked.days) return finding("questions", say.questions, 0, say.notKept, () => nothing);
    const hint = say.questionsHint(asked.days, asked.least);
    return finding("questions", say.questions, asked.groups.length, hint, () => html`<table aria-labelledby="questions-heading">
      <thead><tr>
        <th scope="col">${say.wording}</th><th scope="col" class="number">${say.count}</th>
      </tr></thead>
      <tbody>${asked.groups.map(({ wording, questions, nothing: none = 0, touched = 0, unhelpful = 0 }) => html`<tr>
        <th scope="row">„${wording}“<br /><span class="muted">${parts(asked.least, [[none, say.nothing], [touched, say.touched], [unhelpful, say.unhelpful]])}</span></th>
        <td class="number">${questions}</td>
      </tr>`)}</tbody>
    </table>`, say.noGroups);
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }
}

/** One kind of finding: open if there is something to do, closed with a tick if not. */
function finding(id: string, title: string, total: number, hint: string, body: () => unknown, fine = wholeLibrary().condition.fine): TemplateResult {
  const unsaid = hint === wholeLibrary().condition.notKept || hint === wholeLibrary().condition.uncitedFew;
  const kind = unsaid || (total && NEWS.has(id)) ? "news" : total ? "todo" : "fine";
  return html`<section aria-labelledby="${id}-heading" class=${kind}>
    <h3 id="${id}-heading">${icon(ICONS[kind])} ${title} <span class="total">${total || nothing}</span></h3>
    <p class="muted">${total || unsaid ? hint : fine}</p>
    ${total ? body() : nothing}
  </section>`;
}

function entries({ documents, total }: Listed, doubts = false): TemplateResult {
  const list = html`<ul class="entries">${documents.map((entry) => html`<li>${entryLine(entry)}
      ${doubts && entry.doubt ? html`<br /><span class="muted">${entry.doubt}</span>` : nothing}</li>`)}</ul>
    ${documents.length < total ? html`<p class="muted">${wholeLibrary().condition.shown(documents.length, total)}</p>` : nothing}`;
  return documents.length > FEW ? html`<details><summary>${wholeLibrary().condition.all(total)}</summary>${list}</details>` : list;
}

function entryLine(entry: Entry): TemplateResult {
  const about = [entry.collection, validity(entry)].filter(Boolean).join(" · ");
  return html`<a href=${documentAddress(entry.id)} @click=${follow}>${entry.title}</a> <span class="muted">${about}</span> ${standingMark(entry.standing)}`;
}

function jobs({ jobs: failed }: Condition["unread"]): TemplateResult {
  return html`<ul class="entries">${failed.map(({ file_name, message }) => html`<li>${file_name}<br /><span class="muted">${message}</span></li>`)}</ul>`;
}

function twinList(twins: Twins[]): TemplateResult {
  const { condition: say } = wholeLibrary();
  return html`<ul class="entries">${twins.map(({ reason, shared, documents }) => html`<li>
    <span class="mark">${say.reasons[reason]}${reason === "text" ? `, ${say.shared(shared)}` : ""}</span>
    <ul class="entries">${documents.map((entry) => html`<li>${entryLine(entry)} <span class="muted">${entry.file_name}</span></li>`)}</ul>
  </li>`)}</ul>`;
}

function uncitedHint({ answered, days }: Condition["uncited"]): string {
  const { condition: say } = wholeLibrary();
  if (!days) return say.notKept;
  return answered ? say.uncitedHint(answered, days) : say.uncitedFew;
}

/** How many of a group's questions ended how; a figure that is too small is left out. */
function parts(least: number, counts: [number, string][]): string {
  return counts.filter(([count]) => count >= least).map(([count, name]) => `${count} ${name}`).join(", ");
}
