// How a passage and its document are named: one line for the place, one for the standing.
import type { Document, Passage } from "./api";
import { formatDate, today } from "./dates";
import { words } from "./words";

const joined = (parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(" · ");

/** "§ 5 Abs. 2 · S. 3"; the nearest heading stands in for a missing anchor. */
export function placeLabel(passage: Passage): string {
  const page = passage.page ? words.source.shortPage(passage.page) : null;
  return joined([passage.anchor ?? passage.headings.at(-1), page]);
}

/** "gültig ab 01.01.2026 · Fassung 2" */
export function standingLabel(document: Document): string {
  return joined([
    document.valid_from ? words.source.validFrom(formatDate(document.valid_from)) : words.source.noDate,
    document.valid_to && words.source.validTo(formatDate(document.valid_to)),
    words.source.version(document.version),
  ]);
}

export function isSuperseded(document: Document): boolean {
  const replaced = document.superseded_on !== null && document.superseded_on <= today();
  return replaced || (document.valid_to !== null && document.valid_to < today());
}
