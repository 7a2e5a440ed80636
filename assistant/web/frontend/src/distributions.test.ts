import { expect, test } from "vitest";
import { histogram, riskCurve } from "./distributions";
import type { QuestionLine } from "./evaluation-api";

const line = (confidence: number, failure: string, answerable = true): QuestionLine =>
  ({ id: "", text: "", category: null, answerable, failure, outcome: "answered", confidence, seconds: 1 });

test("every time falls into one bin, also one that is far longer than the others", () => {
  const bins = histogram([0.01, 0.02, 0.02, 0.031, 9]);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  expect(bins.at(-1)!.count).toBeGreaterThan(0);
  expect(histogram([])).toEqual([]);
});

test("the surest answers come first, and what nobody can judge does not count", () => {
  const risk = riskCurve([line(0.2, "not_found"), line(0.9, "right"), line(0.8, "right", false), line(1, "unjudged")]);
  expect(risk.map(({ errors }) => errors)).toEqual([0, 1 / 2, 2 / 3]);
  expect(risk.at(-1)!.coverage).toBe(1);
});
