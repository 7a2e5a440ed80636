// <aktenlotse-metadata>: what an editor says about a document, with what its text proposes.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { readCollections, type Collection, type Metadata } from "./api";
import { formatDate } from "./dates";
import { describeDocument, readProposals, type DocumentPage, type Proposal } from "./editing-api";
import { editing } from "./editing-words";
import { collectionList, datesTrouble, field, readMetadata } from "./fields";
import { icon, innerStyle } from "./style";
import type { SuccessorField } from "./successor";
import "./successor";
import editingStyle from "./editing.css?inline";
import style from "./details.css?inline";

type Name = keyof Metadata;
type FieldProposal = Proposal & { field: Name };

@customElement("aktenlotse-metadata")
export class MetadataForm extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) document!: DocumentPage;
  @state() private collections: Collection[] = [];
  @state() private proposals: Proposal[] = [];
  @state() private errors: Partial<Record<Name, string>> = {};
  @state() private said = "";
  @state() private trouble = "";
  @query("form") private form!: HTMLFormElement;
  @query("aktenlotse-successor") private successor!: SuccessorField;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("document") as DocumentPage | undefined;
    if (!changed.has("document") || before?.id === this.document.id && before.version === this.document.version) return;
    this.said = this.trouble = "";
    this.errors = {};
    void readCollections().then((found) => (this.collections = found), () => undefined);
    void readProposals(this.document.id).then((found) => (this.proposals = found), () => (this.proposals = []));
  }

  override render(): TemplateResult {
    const { document: details } = editing();
    const { document: said, errors } = this;
    return html`<section aria-labelledby="metadata-heading">
      <h3 id="metadata-heading">${details.metadata}</h3>
      ${this.renderProposals()}
      <form @submit=${this.save} novalidate>
        <div class="fields">
          <div class="whole">${field({ name: "title", label: details.documentTitle, value: said.title, error: errors.title, required: true })}</div>
          ${field({ name: "collection", label: editing().list.collection, value: said.collection, error: errors.collection, list: "collections", required: true })}
          ${field({ name: "issuer", label: details.issuer, value: said.issuer })}
          ${field({ name: "reference", label: details.reference, value: said.reference })}
          ${field({ name: "valid_from", label: details.validFrom, value: said.valid_from, type: "date" })}
          ${field({ name: "valid_to", label: details.validTo, value: said.valid_to, type: "date", error: errors.valid_to })}
          <div class="whole"><aktenlotse-successor .own=${said.id} .chosen=${said.after[0] ?? null}></aktenlotse-successor></div>
          ${collectionList(this.collections)}
        </div>
        <div class="buttons">
          <button class="kern-btn kern-btn--primary" type="submit"><span class="kern-label">${details.save}</span></button>
          <span class="said" role="status">${this.said}</span>
        </div>
        <p class="trouble" role="alert">${this.trouble}</p>
      </form>
    </section>`;
  }

  private renderProposals(): unknown {
    const fields = this.proposals.filter(isField).filter(({ field: name, value }) => this.document[name] !== value);
    const supersedes = this.proposals.filter((proposal) => proposal.field === "supersedes");
    if (!fields.length && !supersedes.length) return nothing;
    const { document } = editing();
    return html`<div class="proposals" role="group" aria-labelledby="proposals-heading">
      <h4 id="proposals-heading">${document.proposals}</h4>
      <p class="muted">${document.proposalsHint}</p>
      <ul class="plain">
        ${fields.map((proposal) => this.renderProposal(proposal))}
        ${supersedes.map(({ quote }) => html`<li>${document.proposedSupersedes} <q class="muted">${quote}</q></li>`)}
      </ul>
    </div>`;
  }

  private renderProposal({ field: name, value, quote }: FieldProposal): TemplateResult {
    const shown = name.startsWith("valid") ? formatDate(value) : value;
    return html`<li>
      <button class="quiet-button" @click=${() => this.adopt(name, value)}>
        ${icon("check")} <span>${labelOf(name)}: <strong>${shown}</strong> <span class="kern-sr-only">${editing().document.adopt}</span></span></button>
      ${quote === value ? nothing : html`<q class="muted">${quote}</q>`}
    </li>`;
  }

  private adopt(name: Name, value: string): void {
    const input = this.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
    if (!input) return;
    input.value = value;
    input.focus();
    this.said = editing().document.adopted(labelOf(name));
    this.proposals = this.proposals.filter((proposal) => proposal.field !== name);
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const metadata = readMetadata(this.form);
    this.said = this.trouble = "";
    this.errors = {
      title: metadata.title ? undefined : editing().document.titleMissing,
      collection: metadata.collection ? undefined : editing().document.collectionMissing,
      valid_to: datesTrouble(metadata),
    };
    const wrong = Object.entries(this.errors).find(([, message]) => message);
    if (wrong) return this.renderRoot.querySelector<HTMLElement>(`#${wrong[0]}`)?.focus();
    try {
      await describeDocument(this.document.id, { ...metadata, superseded_by: this.successor.chosen?.id ?? null });
      this.said = editing().document.saved;
      this.dispatchEvent(new CustomEvent("saved"));
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }
}

function isField(proposal: Proposal): proposal is FieldProposal {
  return proposal.field !== "date" && proposal.field !== "supersedes";
}

function labelOf(name: Name): string {
  const { documentTitle, validFrom, validTo, issuer, reference } = editing().document;
  const labels = { title: documentTitle, collection: editing().list.collection, valid_from: validFrom, valid_to: validTo, issuer, reference };
  return labels[name];
}
