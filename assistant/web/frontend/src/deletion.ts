// <aktenlotse-deletion>: asks once more before a document goes, and says what goes with it.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { deleteDocument } from "./api";
import { readBelongings, type Belongings, type Entry } from "./editing-api";
import { editing } from "./editing-words";
import { innerStyle } from "./style";
import { words } from "./words";
import editingStyle from "./editing.css?inline";

@customElement("aktenlotse-deletion")
export class Deletion extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle)];

  @property({ attribute: false }) document!: Entry;
  @state() private belongings: Belongings | null = null;
  @state() private trouble = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  /** Asks; closing returns the focus to where it was. */
  async open(): Promise<void> {
    this.belongings = null;
    this.trouble = "";
    this.dialog.showModal();
    await this.attempt(async () => {
      this.belongings = await readBelongings(this.document.id);
    });
  }

  override render(): TemplateResult {
    return html`<dialog class="kern-dialog confirm" role="alertdialog" aria-labelledby="sure" aria-describedby="what">
      <div class="kern-dialog__header"><h2 class="kern-title kern-title--large" id="sure">${editing().document.deleteTitle}</h2></div>
      <section class="kern-dialog__body" id="what">
        ${this.belongings ? this.renderBelongings(this.belongings) : html`<p role="status">${editing().deletion.loading}</p>`}
        <p class="trouble" role="alert">${this.trouble}</p>
      </section>
      <div class="kern-dialog__footer">
        <button class="kern-btn kern-btn--secondary" autofocus @click=${() => this.dialog.close()}>
          <span class="kern-label">${words.cancel}</span>
        </button>
        <button class="kern-btn kern-btn--primary delete" aria-disabled=${!this.belongings} @click=${this.delete}>
          <span class="kern-label">${editing().document.deleteConfirm}</span>
        </button>
      </div>
    </dialog>`;
  }

  private renderBelongings({ passages, versions, feedback, superseded }: Belongings): TemplateResult {
    const { deletion } = editing();
    return html`<p>${deletion.intro(this.document.title)}</p>
      <ul>
        <li>${deletion.original}</li>
        <li>${deletion.passages(passages)}</li>
        <li>${deletion.versions(versions)}</li>
      </ul>
      ${feedback ? html`<p>${deletion.feedback(feedback)}</p>` : nothing}
      ${superseded.length ? html`<p>${deletion.superseded} ${superseded.map(({ title }) => title).join(", ")}</p>` : nothing}
      <p><strong>${deletion.forever}</strong></p>`;
  }

  private async delete(): Promise<void> {
    if (!this.belongings) return;
    const { id, title } = this.document;
    await this.attempt(async () => {
      await deleteDocument(id);
      this.dialog.close();
      this.dispatchEvent(new CustomEvent("gone", { detail: editing().document.deleted(title), bubbles: true, composed: true }));
    });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }
}
