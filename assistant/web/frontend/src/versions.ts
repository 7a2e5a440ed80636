// <aktenlotse-versions>: all versions of a document, and what changed from one to the next.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatDate } from "./dates";
import { readDifferences, readVersions, type ChangedLine, type Differences, type Version } from "./editing-api";
import { editing } from "./editing-words";
import { innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./versions.css?inline";

@customElement("aktenlotse-versions")
export class Versions extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) documentId = "";
  @property({ attribute: false }) version = 0;
  @state() private versions: Version[] | null = null;
  @state() private compared: { before: number; after: number; found: Differences } | null = null;
  @state() private trouble = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("documentId") && !changed.has("version")) return;
    this.compared = null;
    const { documentId } = this;
    void this.attempt(async () => {
      this.versions = await readVersions(documentId);
    });
  }

  override render(): TemplateResult {
    const { versions } = editing();
    return html`<section aria-labelledby="versions-heading">
      <h3 id="versions-heading">${versions.heading}</h3>
      <p class="trouble" role="alert">${this.trouble}</p>
      ${this.versions?.length === 1 ? html`<p class="muted">${versions.only}</p>` : nothing}
      ${this.versions && this.versions.length > 1 ? this.renderTable(this.versions) : nothing}
      <div role="status">${this.compared ? versions.changed(this.compared.found.removed, this.compared.found.added) : ""}</div>
      ${this.compared ? this.renderDifferences() : nothing}
    </section>`;
  }

  private renderTable(all: Version[]): TemplateResult {
    const { versions } = editing();
    return html`<div class="table-frame" role="group" aria-labelledby="versions-heading" tabindex="0"><table aria-labelledby="versions-heading">
      <thead><tr>
        <th scope="col">${versions.heading}</th><th scope="col">${versions.added}</th>
        <th scope="col" class="wide number">${versions.size}</th><th scope="col">${versions.changes}</th>
      </tr></thead>
      <tbody>${all.map(({ number, added, replaced, characters }, index) => html`<tr>
        <th scope="row">${versions.version(number)} ${replaced ? nothing : html`<span class="mark">${versions.current}</span>`}</th>
        <td>${formatDate(added)}</td>
        <td class="wide number">${versions.characters(characters)}</td>
        <td>${all[index + 1] ? this.renderCompare(all[index + 1]?.number ?? 0, number) : nothing}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }

  private renderCompare(before: number, after: number): TemplateResult {
    const open = this.compared?.before === before;
    return html`<button class="quiet-button" aria-expanded=${open}
      @click=${() => (open ? (this.compared = null) : void this.compare(before, after))}>${editing().versions.compare(before)}</button>`;
  }

  private renderDifferences(): unknown {
    const { compared } = this;
    if (!compared) return nothing;
    const { before, after, found } = compared;
    if (!found.lines.some(({ kind }) => kind === "added" || kind === "removed")) return html`<p>${editing().versions.same}</p>`;
    return html`<div class="differences" role="region" tabindex="0" aria-label=${editing().versions.differences(before, after)}>
      ${found.lines.map(renderLine)}
    </div>`;
  }

  private compare(before: number, after: number): Promise<void> {
    const { documentId } = this;
    return this.attempt(async () => {
      this.compared = { before, after, found: await readDifferences(documentId, before, after) };
    });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.trouble = "";
    try {
      await action();
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }
}

function renderLine({ kind, pieces, skipped }: ChangedLine): TemplateResult {
  const { versions } = editing();
  const text = pieces.map((piece) => (piece.changed ? html`<b>${piece.text}</b>` : piece.text));
  switch (kind) {
    case "gap":
      return html`<p class="gap muted">${versions.gap(skipped)}</p>`;
    case "same":
      return html`<p>${text}</p>`;
    case "removed":
      return html`<p class="removed"><span class="kern-sr-only">${versions.removed}</span><del>${text}</del></p>`;
    case "added":
      return html`<p class="added"><span class="kern-sr-only">${versions.addedLine}</span><ins>${text}</ins></p>`;
  }
}
