// Fields and messages in KERN's shape for the pages about people. Knows no request.
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "./style";

export interface Input {
  id: string;
  label: string;
  value?: string;
  type?: "text" | "password" | "search" | "date";
  complete?: string;
  hint?: string;
  list?: string;
}

export function input({ id, label, value = "", type = "text", complete = "off", hint, list }: Input): TemplateResult {
  return html`<div class="kern-form-input">
    <label class="kern-label" for=${id}>${label}</label>
    ${hint ? html`<p class="kern-hint" id=${`${id}-hint`}>${hint}</p>` : nothing}
    <input id=${id} name=${id} type=${type} .value=${value} autocomplete=${complete} list=${list ?? nothing}
      aria-describedby=${hint ? `${id}-hint` : nothing} class="kern-form-input__input" />
  </div>`;
}

export function select(id: string, label: string, chosen: string, choices: (readonly [string, string])[], changed?: (value: string) => void): TemplateResult {
  return html`<div class="kern-form-input">
    <label class="kern-label" for=${id}>${label}</label>
    <div class="kern-form-input__select-wrapper">
      <select id=${id} name=${id} class="kern-form-input__select"
        @change=${(event: Event) => changed?.((event.target as HTMLSelectElement).value)}>
        ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
    </div>
  </div>`;
}

/** A button; the first of a form is the one that the Enter key presses. */
export function button(text: string, action: (() => unknown) | null, kind: "primary" | "secondary" | "secondary danger" = "secondary"): TemplateResult {
  return html`<button class="kern-btn kern-btn--${kind}" type=${action ? "button" : "submit"} @click=${action ?? nothing}>
    <span class="kern-label">${text}</span></button>`;
}

export function alarm(text: string): TemplateResult {
  return html`<div role="alert">${text ? html`<div class="kern-alert kern-alert--danger">
    <div class="kern-alert__header">${icon("danger")}<span class="kern-title">${text}</span></div></div>` : nothing}</div>`;
}

/** What a form says, by the names of its fields; without the blanks around it. */
export function formValues(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

export const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));
