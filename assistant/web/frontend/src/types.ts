// What the server sends and accepts. Knows shapes, no requests.

export interface Document {
  id: string;
  file_name: string;
  digest: string;
  version: number | string;
  title: string;
  collection: string | null;
  valid_from: string | null;
  valid_to: string | null;
  superseded_on: string | null;
  issuer: string | null;
  reference: string | null;
}

export interface ListedDocument extends Document {
  passages: number;
  pages: number | null;
  added: string;
}

export interface Passage {
  id: number;
  document: Document;
  text: string;
  headings: string[];
  page: number | null;
  anchor: string | null;
  start: number;
  end: number;
}

export interface Hit {
  passage: Passage;
  score: number;
  scores: Record<string, number>;
  /** Everyday words of the question, each with the official name under which it stands in the passage. */
  widened: [string, string][];
}

export interface Citation {
  number: number;
  passage: Passage;
  quote: string;
  start: number;
  end: number;
  /** From when to when the document is valid, in the server's words. */
  stand: string;
}

export type Verdict = "supported" | "partly" | "unsupported" | "unchecked";

export interface Sentence {
  text: string;
  citations: number[];
  verdict: Verdict;
  reason: string;
  /** What it rests on, for evaluators. */
  ground: string[];
  share: number;
}

export interface Answer {
  text: string;
  outcome: "answered" | "touched" | "nothing" | "smalltalk";
  refused: boolean;
  question: string;
  sentences: Sentence[];
  citations: Citation[];
  /** The next best places, which the answer does not rest on. */
  further: Citation[];
  hits: Hit[];
  confidence: number;
  model: string;
  prompt: string;
  left_out: number;
  mistrusted: number;
  dropped: number;
  as_of: string | null;
  /** Sentences of the server for whoever reads the answer. */
  remarks: string[];
  timings: Record<string, number>;
  /** The id of the conversation that keeps it. */
  conversation: string | null;
}

export type ChatEvent =
  | { name: "waiting"; position: number }
  | { name: "passages"; question: string; hits: Hit[] }
  | { name: "text"; text: string }
  | { name: "answer"; answer: Answer }
  | { name: "error"; error: string; message: string };

export interface ChatRequest {
  question: string;
  /** Whether the server shall keep it, and the conversation that it continues there. */
  keep?: boolean;
  conversation?: string | null;
  history: { question: string; answer: string }[];
  collections: string[] | null;
  as_of: string | null;
}

/** A place on a page, as shares of its width and height. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Section {
  headings: string[];
  page: number | null;
  anchor: string | null;
  start: number;
  end: number;
}

export interface DocumentText {
  text: string;
  sections: Section[];
}

export interface Job {
  id: string;
  file_name: string;
  status: "waiting" | "running" | "ready" | "failed";
  document_id: string | null;
  error: string | null;
  message: string | null;
  created: string;
  finished: string | null;
  unchanged: boolean;
  page: number | null;
  pages: number | null;
}

export interface Collection {
  name: string;
  documents: number;
}

export interface Feedback {
  question: string;
  answer: string;
  helpful: boolean;
  reason: string | null;
  comment: string | null;
}

/** What a Vermerk is made from; what it says about the sources, the server reads itself. */
export interface MemoRequest {
  title: string;
  turns: {
    question: string;
    understood: string;
    asked: string;
    as_of: string | null;
    collections: string[] | null;
    answer: string;
    outcome: Answer["outcome"];
    model: string;
    prompt: string;
    sentences: { text: string; citations: number[] }[];
    citations: { number: number; passage: number; quote: string }[];
  }[];
}

export interface Settings {
  name: string;
  authority: string | null;
  greeting: string;
  examples: string[];
  model: string;
  notice: string;
}

export type Metadata = Pick<
  Document,
  "title" | "collection" | "valid_from" | "valid_to" | "issuer" | "reference"
>;
