// How a document's standing is shown: its dates, and a mark where it is not simply in force.
import { html, nothing } from "lit";
import type { Document } from "./api";
import { formatDate } from "./dates";
import type { Standing } from "./editing-api";
import { editing } from "./editing-words";

export function standingMark(standing: Standing): unknown {
  return standing === "in_force" ? nothing : html`<span class="mark ${standing}">${editing().standings[standing]}</span>`;
}

/** "ab 01.01.2026 bis 31.12.2026" */
export function validity({ valid_from, valid_to }: Document): string {
  const from = valid_from && editing().list.from(formatDate(valid_from));
  const to = valid_to && editing().list.until(formatDate(valid_to));
  return [from, to].filter(Boolean).join(" ");
}
