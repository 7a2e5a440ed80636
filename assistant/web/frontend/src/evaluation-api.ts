// What evaluators' pages ask the server: one function per request, and the shapes of the answers.
import { ApiError, json, read, request } from "./api";

export type Kind = "retrieval" | "answers";
export type Figure = number | null | Record<string, number>;

/** A run; one that cannot be read has its name alone. */
export interface Run {
  name: string;
  state: "whole" | "unfinished" | "faulty";
  kind?: Kind;
  set?: string;
  started?: string;
  seconds?: number | null;
  megabytes?: number | null;
  figures?: Record<string, Figure>;
  model?: string | null;
  embedder?: string | null;
  commit?: string | null;
  classes?: Record<string, number>;
}

export interface QuestionLine {
  id: string;
  text: string;
  category: string | null;
  answerable: boolean;
  failure: string;
  outcome: string | null;
  confidence: number | null;
  seconds: number | null;
}

export interface WholeRun extends Run {
  figures: Record<string, Figure>;
  circumstances: Record<string, unknown>;
  intervals: Record<string, [number, number]>;
  lower_is_better: string[];
  classes: Record<string, number>;
  categories: { name: string; questions: number; right: number }[];
  questions: QuestionLine[];
  unread: number;
}

export interface Measured {
  question: {
    id: string;
    text: string;
    history: { question: string; answer: string }[];
    as_of: string | null;
    category: string | null;
    difficulty: string | null;
    relevant: Record<string, number>;
    spans: { document: string; text: string }[];
    facts: string[] | null;
    reference: string | null;
    answerable: boolean;
  };
  found: { document: string; score: number; scores: Record<string, number>; place: string; text: string }[];
  given: {
    text: string;
    outcome: string;
    understood: string;
    confidence: number | null;
    model: string;
    trouble: string | null;
    sentences: { text: string; citations: number[]; verdict: string; reason: string }[];
    citations: { number: number; document: string; quote: string }[];
  } | null;
  values: Record<string, number | null>;
  seconds: Record<string, number>;
  failure: string;
  run: Run;
  prompt: string | null;
  embedder: string | null;
}

export interface Difference {
  name: string;
  before: number;
  after: number;
  low: number;
  high: number;
  p: number;
  corrected: number;
  wins: number;
  losses: number;
  questions: number;
  lower_is_better: boolean;
}

export interface Comparison {
  before: Run;
  after: Run;
  questions: number;
  left_out: number;
  differences: Difference[];
  moved: { before: string; after: string; questions: number }[];
  changes: { id: string; text: string; before: string; after: string; better: number }[];
  circumstances: { name: string; before: unknown; after: unknown }[];
}

export interface Shown {
  text: string;
  citations: { number: number; place: string; quote: string }[];
}

export interface Pair {
  id: string;
  question: string;
  left: Shown;
  right: Shown;
}

export type Better = "left" | "right" | "equal";

export interface Rating {
  pair: string;
  rater: string;
  better: Better;
  left_faults: string[];
  right_faults: string[];
  comment: string;
}

export interface RatedComparison {
  name: string;
  pairs: number;
  rated: number;
  raters: Record<string, number>;
  fleiss: number | null;
  cohen: { raters: [string, string]; kappa: number | null }[];
}

export type DraftState = "draft" | "approved" | "rejected";
export type Answerable = "yes" | "no" | "unknown";

export interface DraftText {
  question: string;
  answer: string;
  facts: string[];
  sources: { document: string; page: number | null }[];
  answerable: Answerable;
  category: string;
  note: string;
}

export interface Draft extends DraftText {
  id: string;
  origin: "helpful" | "not_helpful" | "not_answered";
  asked: number;
  state: DraftState;
}

const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();

export const readRuns = (): Promise<{ runs: Run[]; folder: string }> => read("evaluation/runs");

export const readRun = (name: string): Promise<WholeRun> => read(`evaluation/run?${query({ name })}`);

export const readQuestion = (name: string, question_id: string): Promise<Measured> =>
  read(`evaluation/question?${query({ name, question_id })}`);

export const readComparison = (before: string, after: string): Promise<Comparison> =>
  read(`evaluation/comparison?${query({ before, after })}`);

export const readComparisons = async (): Promise<RatedComparison[]> =>
  (await read<{ comparisons: RatedComparison[] }>("ratings")).comparisons;

export const readNextPair = (comparison: string, rater: string): Promise<{ pair: Pair | null; rated: number; pairs: number }> =>
  read(`ratings/next?${query({ comparison, rater })}`);

export const rate = async (rating: Rating): Promise<void> => void (await request("ratings", json("PUT", rating)));

export const exportRatings = async (comparison: string): Promise<Blob> =>
  (await request(`ratings/export?${query({ comparison })}`)).blob();

export const readDrafts = (state: DraftState): Promise<{ drafts: Draft[]; counts: Record<DraftState, number> }> =>
  read(`drafts?${query({ state })}`);

export const collectDrafts = async (): Promise<number> => (await read<{ made: number }>("drafts", { method: "POST" })).made;

export const changeDraft = (id: string, text: DraftText): Promise<Draft> =>
  read(`drafts/${encodeURIComponent(id)}`, json("PUT", text));

export const decideDraft = (id: string, state: DraftState): Promise<Draft> =>
  read(`drafts/${encodeURIComponent(id)}/state`, json("PUT", { state }));

export const exportDrafts = async (): Promise<Blob> => (await request("drafts/export")).blob();

/** What to tell the person; nothing where the page leads to the sign-in anyway. */
export function troubleOf(reason: unknown): string {
  if (reason instanceof ApiError && reason.status === 401) return "";
  return reason instanceof Error ? reason.message : String(reason);
}
