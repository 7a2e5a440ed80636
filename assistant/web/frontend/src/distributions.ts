// Distributions over a run's questions: how long answers took, and how errors depend on confidence. Knows no page.
import type { QuestionLine } from "./evaluation-api";

const BARS = 20;
const STEPS = [1, 2, 2.5, 5, 10];

export interface Bin {
  /** Seconds up to which it reaches. */
  end: number;
  count: number;
}

/** About twenty bins of a round width; what is longer than nearly all falls into the last. */
export function histogram(seconds: number[]): Bin[] {
  if (!seconds.length) return [];
  const sorted = [...seconds].sort((one, other) => one - other);
  const width = roundUp((sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0) / BARS);
  const bins = Array.from({ length: BARS }, (_, index): Bin => ({ end: Number(((index + 1) * width).toPrecision(6)), count: 0 }));
  for (const value of sorted) bins[Math.min(BARS - 1, Math.floor(value / width))]!.count += 1;
  return bins;
}

function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width || 1e-3));
  return (STEPS.find((step) => step * power >= width) ?? 10) * power;
}

export interface Risk {
  coverage: number;
  errors: number;
}

/** For each number of surest answers: their share of all questions that can be judged, and how many of them are wrong. */
export function riskCurve(questions: QuestionLine[]): Risk[] {
  const judged = questions.filter(({ failure, confidence }) => failure && failure !== "unjudged" && confidence !== null);
  const surest = [...judged].sort((one, other) => (other.confidence ?? 0) - (one.confidence ?? 0));
  let wrong = 0;
  return surest.map(({ failure, answerable }, index) => {
    wrong += Number(!answerable || failure !== "right");
    return { coverage: (index + 1) / surest.length, errors: wrong / (index + 1) };
  });
}
