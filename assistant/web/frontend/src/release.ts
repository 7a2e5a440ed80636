// <aktenlotse-release>: whether others may find a document: proposed by one editor, looked through and released by another.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatDate } from "./dates";
import type { Entry } from "./editing-api";
import { button, formValues, input, messageOf } from "./inputs";
import { wholeLibrary } from "./library-words";
import { decideRelease, readRelease, releaseStanding, type DocumentRelease, type Finding, type ReleaseState } from "./release-api";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";
import style from "./release.css?inline";

@customElement("aktenlotse-release")
export class ReleaseSection extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) document!: Entry;
  @state() private found: DocumentRelease | null = null;
  @state() private said = "";
  @state() private trouble = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("document")) void this.attempt(async () => void (this.found = await readRelease(this.document.id)));
  }

  override render(): unknown {
    const { release: say } = wholeLibrary();
    const { found } = this;
    if (!found?.needed) return this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing;
    const standing = releaseStanding(found);
    return html`<section aria-labelledby="release-heading">
      <h3 id="release-heading" tabindex="-1">${say.heading} <span class="mark ${standing}">${say.standings[standing]}</span></h3>
      <p class="muted">${say.hint}</p>
      <p>${sentences(found).join(" ")}</p>
      ${renderFindings(found)}
      ${this.renderDecision(found)}
      ${found.state === "released" || found.state === "proposed" ? this.renderRecall(found) : nothing}
      <p class="said" role="status">${this.said}</p>
      <p class="trouble" role="alert">${this.trouble}</p>
    </section>`;
  }

  private renderDecision(found: DocumentRelease): unknown {
    const { release: say } = wholeLibrary();
    const standing = releaseStanding(found);
    if (standing === "new" || standing === "recalled") return html`<div class="buttons">${button(say.propose, () => this.decide("proposed"), "primary")}</div>`;
    if (standing === "released" || found.own) return nothing;
    return html`<form class="line" @submit=${this.release}>
      ${input({ id: "review", label: say.review, type: "date", hint: say.reviewHint })}
      ${button(standing === "due" ? say.again : say.release, null, "primary")}
    </form>`;
  }

  private renderRecall({ state: now }: DocumentRelease): TemplateResult {
    const { release: say } = wholeLibrary();
    return html`<details>
      <summary>${say.recall}</summary>
      <form class="line" @submit=${this.recall}>
        ${input({ id: "reason", label: say.reason, hint: now === "released" ? say.recallHint : undefined })}
        ${button(say.recallConfirm, null, "secondary danger")}
      </form>
    </details>`;
  }

  private readonly release = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.decide("released", { review: formValues(event.target as HTMLFormElement).review || null });
  };

  private readonly recall = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.decide("recalled", { reason: formValues(event.target as HTMLFormElement).reason });
  };

  private async decide(wanted: ReleaseState, more: { review?: string | null; reason?: string } = {}): Promise<void> {
    const { found } = this;
    if (!found) return;
    await this.attempt(async () => {
      this.found = { ...found, ...(await decideRelease(this.document.id, { state: wanted, version: found.version, ...more })) };
      this.said = wholeLibrary().release.done[wanted];
      await this.updateComplete; // the button that was pressed is gone
      this.renderRoot.querySelector<HTMLElement>("#release-heading")?.focus();
    });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.said = this.trouble = "";
    await action().catch((reason: unknown) => (this.trouble = messageOf(reason)));
  }
}

/** Who has done what so far, and what comes next. */
function sentences(found: DocumentRelease): string[] {
  const { release: say } = wholeLibrary();
  const decided = [found.decided_by ?? say.somebody, found.decided ? formatDate(found.decided) : ""] as const;
  switch (releaseStanding(found)) {
    case "new":
      return [say.notYet];
    case "proposed":
      return [found.own ? say.ownProposal : say.proposedBy(found.proposed_by ?? say.somebody)];
    case "released":
      return [say.releasedBy(...decided), found.review ? say.reviewOn(formatDate(found.review)) : ""];
    case "due":
      return [say.releasedBy(...decided), found.own ? say.ownDue : say.due];
    case "recalled":
      return [say.recalledBy(...decided), found.reason ? say.because(found.reason) : ""];
  }
}

/** What may be meant for machines alone is always in sight; addresses and numbers are folded away where there are many. */
function renderFindings({ findings, findings_total, looked_for_concealed }: DocumentRelease): unknown {
  const { release: say } = wholeLibrary();
  const [grave, others] = [findings.filter((each) => each.grave), findings.filter((each) => !each.grave)];
  const unseen = looked_for_concealed ? nothing : html`<p class="grave">${icon("warning")} ${say.notLooked}</p>`;
  if (!findings.length) return looked_for_concealed ? html`<p class="muted">${say.noFindings}</p>` : unseen;
  return html`${unseen}
    ${grave.length ? html`<p class="grave">${icon("warning")} ${say.grave}</p>${renderList(grave)}` : nothing}
    ${others.length ? html`<details ?open=${others.length < 6}>
      <summary>${say.findings(findings_total - grave.length)}</summary>${renderList(others)}</details>` : nothing}`;
}

/** Findings that overlap are one entry. */
function renderList(findings: Finding[]): TemplateResult {
  const entries: Finding[][] = [];
  for (const each of findings) {
    const last = entries.at(-1);
    if (last?.some(({ end }) => each.start < end)) last.push(each);
    else entries.push([each]);
  }
  return html`<ul class="entries" lang="de">${entries.map(renderFinding)}</ul>`;
}

function renderFinding(found: Finding[]): TemplateResult {
  const { kinds } = wholeLibrary().release;
  const { before, quote, after, anchor, page } = found.reduce((one, other) => (other.quote.length > one.quote.length ? other : one));
  const named = [...new Set(found.map(({ kind }) => kinds[kind] ?? kind))].join(" · ");
  const place = [anchor, page && words.source.shortPage(page)].filter(Boolean).join(" · ");
  return html`<li><strong>${named}</strong> <span class="muted">${place}</span><br />
    <span class="around">… ${before}</span><mark>${quote}</mark><span class="around">${after} …</span></li>`;
}
