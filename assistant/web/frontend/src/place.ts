// Finds a quoted span in a document's text. Knows offsets: the server counts characters,
// the browser counts UTF-16 units, which differ after a character such as an emoji.
import type { Passage } from "./api";
import type { Span } from "./blocks";

export type PlaceMark = "around" | "passage" | "quote";

export interface Range {
  start: number;
  end: number;
}

/** The quote within the passage, however its lines are broken, or null if it is not there. */
export function findQuote(text: string, quote: string, passage: Range): Range | null {
  const words = quote.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const match = new RegExp(words.join("\\s+")).exec(text.slice(passage.start, passage.end));
  if (!quote.trim() || !match) return null;
  const start = passage.start + match.index;
  return { start, end: start + match[0].length };
}

/** Where the passage stands in the document's text; the passage's own text if it stands elsewhere. */
export function findPassage(text: string, passage: Passage): Range | null {
  const range = { start: unitOffset(text, passage.start), end: unitOffset(text, passage.end) };
  if (text.slice(range.start, range.end).trim() === passage.text.trim()) return range;
  const start = text.indexOf(passage.text);
  if (start >= 0) return { start, end: start + passage.text.length };
  return range.end > range.start && range.end <= text.length ? range : null;
}

/** The passage with its surroundings, the quote marked; `reach` is how far the surroundings go. */
export function placeSpans(text: string, passage: Range, quote: Range | null, reach: number): Span<PlaceMark>[] {
  const from = lineStart(text, passage.start - reach);
  const to = lineEnd(text, passage.end + reach);
  const marked = quote ?? { start: passage.end, end: passage.end };
  const cuts: [number, number, PlaceMark][] = [
    [from, Math.min(passage.start, marked.start), "around"],
    [passage.start, marked.start, "passage"],
    [marked.start, marked.end, "quote"],
    [Math.max(marked.end, passage.start), passage.end, "passage"],
    [Math.max(passage.end, marked.end), to, "around"],
  ];
  return cuts
    .filter(([start, end]) => end > start)
    .map(([start, end, mark]) => ({ text: text.slice(start, end), mark }));
}

/** The server's offset, which counts characters, as the browser counts. */
export function unitOffset(text: string, offset: number): number {
  if (!/[\ud800-\udbff]/.test(text)) return offset;
  return Array.from(text).slice(0, offset).join("").length;
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = offset >= text.length ? -1 : text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}
