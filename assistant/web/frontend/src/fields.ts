// Form fields in KERN's shape, for the forms about a document.
import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Metadata } from "./api";
import { editing } from "./editing-words";
import { icon } from "./style";

export interface Field {
  name: keyof Metadata;
  label: string;
  value?: string | null;
  type?: "text" | "date";
  error?: string;
  list?: string;
  required?: boolean;
}

export function field({ name, label, value, type = "text", error, list, required = false }: Field): TemplateResult {
  return html`<div class="kern-form-input ${error ? "kern-form-input--error" : ""}">
    <label class="kern-label" for=${name}>${label}</label>
    <input id=${name} name=${name} type=${type} .value=${value ?? ""} list=${list ?? nothing} autocomplete="off"
      aria-required=${required} aria-invalid=${Boolean(error)} aria-describedby=${error ? `${name}-error` : nothing}
      class="kern-form-input__input ${error ? "kern-form-input__input--error" : ""}" />
    ${error
      ? html`<p class="kern-error" id=${`${name}-error`} role="alert">${icon("danger")}<span class="kern-body">${error}</span></p>`
      : nothing}
  </div>`;
}

/** The collections that exist already; another name starts a new one. */
export function collectionList(collections: Collection[]): TemplateResult {
  return html`<datalist id="collections">${collections.map(({ name }) => html`<option value=${name}></option>`)}</datalist>`;
}

/** What the form says about the document; an empty field is null. */
export function readMetadata(form: HTMLFormElement): Metadata {
  const entries = new FormData(form);
  const text = (name: string): string | null => String(entries.get(name) ?? "").trim() || null;
  return {
    title: text("title") ?? "",
    collection: text("collection"),
    valid_from: text("valid_from"),
    valid_to: text("valid_to"),
    issuer: text("issuer"),
    reference: text("reference"),
  };
}

/** What is wrong with the dates, or nothing. */
export function datesTrouble({ valid_from, valid_to }: Metadata): string | undefined {
  return valid_from && valid_to && valid_to < valid_from ? editing().document.wrongOrder : undefined;
}
