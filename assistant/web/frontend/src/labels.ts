// How a passage and its document are named: one line for the place, one for the standing.
import type { Document, Passage } from "./api";
import { formatDate, today } from "./dates";
import { words } from "./words";

const joined = (parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(" · ");

/** "§ 5 Abs. 2 · S. 3" */
export function placeLabel(passage: Passage): string {
  const page = passage.page ? words.source.shortPage(passage.page) : null;
  return joined([anchorLabel(passage), page]);
}

/** The anchor; instead of none and of a bare number the nearest heading. */
function anchorLabel({ anchor, headings }: Passage): string | null {
  return anchor && !/^[\d.]+$/.test(anchor) ? anchor : (headings.at(-1) ?? anchor);
}

/** Anchor and headings as one line; a heading that begins with the anchor already says it. */
export function sectionLabel(anchor: string | null, headings: string[]): string {
  const path = headings.join(" › ");
  return joined([headings.at(-1)?.startsWith(`${anchor} `) ? null : anchor, path]);
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
