// What pages about runs have in common: how figures, classes and runs are written. Knows no page.
import { html, nothing, type TemplateResult } from "lit";
import { formatTime } from "./dates";
import type { Figure, Run } from "./evaluation-api";
import { evaluating, named } from "./evaluation-words";
import { stacked } from "./plots";
import { words } from "./words";

export const CLASSES = [
  "right", "not_found", "not_read", "read_wrong", "cited_wrongly", "unchecked", "wrongly_refused", "wrongly_answered", "failed", "unjudged",
];
const MAIN: Record<string, string[]> = {
  answers: ["all_facts", "gold_cited", "answerable_refused", "unanswerable_answered"],
  retrieval: ["ndcg@10", "recall@10", "mrr"],
};
const SHARE = /^(ndcg|recall|mrr|map|hole|all_|fact|span|gold|answerable|unanswerable|nugget|token_f1|exact|citation|quote|grounded|checked|refusal_accuracy)/;
const SECONDS = /^(p\d+_|first_text$|whole$)/;

export const mainFigures = (kind: string): string[] => MAIN[kind] ?? [];

export const isShare = (name: string): boolean => SHARE.test(name);

export const figureName = (name: string): string => named(evaluating().figures, name);

export const className = (name: string): string => (name ? named(evaluating().classes, name) : "–");

export const percent = (value: number, digits = 0): string =>
  `${(value * 100).toLocaleString(words.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })}\u00a0%`;

/** A figure as people read it: shares in per cent, times in seconds, all else as a number. */
export function figureText(name: string, value: Figure | undefined): string {
  if (typeof value !== "number") return "–";
  if (SECONDS.test(name)) return evaluating().run.seconds(value);
  if (isShare(name)) return percent(value, 1);
  return value.toLocaleString(words.locale, { maximumFractionDigits: 2 });
}

/** A change of a figure with its sign; of a share in percentage points. */
export function changeText(name: string, change: number): string {
  const rounded = Number((isShare(name) ? change * 100 : change).toFixed(isShare(name) ? 1 : SECONDS.test(name) ? 4 : 2));
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "±";
  const size = Math.abs(rounded);
  return `${sign}${SECONDS.test(name) ? evaluating().run.seconds(size) : size.toLocaleString(words.locale)}`;
}

/** The reader that only quotes is no model with a name. */
export const modelName = (model: string | null | undefined): string => (model === "quoting" ? evaluating().runs.quoting : (model ?? ""));

export const startedAt = (run: Run): string => (run.started ? formatTime(run.started) : run.name);

/** What became of the questions as one bar, and in words for who does not see it. */
export function classBar(classes: Record<string, number>): unknown {
  const counted = CLASSES.filter((name) => classes[name]).map((name) => ({ kind: name, value: classes[name] ?? 0 }));
  if (!counted.length) return nothing;
  const said = counted.map(({ kind, value }) => `${className(kind)}: ${value}`).join(", ");
  return html`<span class="class-bar" title=${said}>${stacked(counted)}<span class="kern-sr-only">${said}</span></span>`;
}

export function classMark(name: string): TemplateResult {
  return html`<span class="class-mark"><span class="key kind-${name || "unjudged"}" aria-hidden="true"></span>${className(name)}</span>`;
}

/** Tells the browser to keep a file. */
export function keep(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
