import { expect, test } from "vitest";
import type { Passage } from "./api";
import { findPassage, findQuote, placeSpans } from "./place";

const text = "Erste Zeile\nDie Frist beträgt zwei Wochen.\nLetzte Zeile";
const passage = { text: "Die Frist beträgt zwei Wochen.", start: 12, end: 42 } as Passage;

test("the quote is marked inside its passage, with the lines around it", () => {
  const range = findPassage(text, passage);
  const quote = range && findQuote(text, "zwei Wochen", range);
  const spans = range && placeSpans(text, range, quote, 5);
  expect(spans?.map((span) => span.mark)).toEqual(["around", "passage", "quote", "passage", "around"]);
  expect(spans?.map((span) => span.text).join("")).toBe(text);
});

test("offsets that count characters find the passage after an emoji", () => {
  const shifted = { ...passage, start: 13, end: 43 } as Passage;
  expect(findPassage(`📎${text}`, shifted)).toEqual({ start: 14, end: 44 });
});

test("a quote is found although its lines are broken elsewhere", () => {
  const broken = "Die Frist (§ 5)\nbeträgt zwei  Wochen.";
  const range = findQuote(broken, "Frist (§ 5) beträgt zwei Wochen.", { start: 0, end: broken.length });
  expect(range && broken.slice(range.start, range.end)).toBe("Frist (§ 5)\nbeträgt zwei  Wochen.");
});

test("a quote that is not in the text marks nothing", () => {
  expect(findQuote(text, "drei Wochen", { start: 0, end: 10 })).toBeNull();
});
