// What editors' pages ask the server beyond api.ts: one function per request, and the shapes of the answers.
import { address, json, read, request, type Answer, type Document, type Hit, type Job, type ListedDocument, type Metadata } from "./api";

export type Standing = "coming" | "in_force" | "soon" | "expired";

export interface Entry extends ListedDocument {
  standing: Standing;
  doubt: string | null;
  superseded_on: string | null;
}

export interface DocumentPage extends Entry {
  before: Entry[];
  after: Entry[];
}

export interface Search {
  query: string;
  collection: string;
  standing: string;
  doubtful: string;
  order: string;
  limit: number;
  offset: number;
}

export interface Version {
  number: number;
  digest: string;
  file_name: string;
  added: string;
  replaced: string | null;
  characters: number;
}

export interface ChangedLine {
  kind: "same" | "added" | "removed" | "gap";
  pieces: { text: string; changed: boolean }[];
  skipped: number;
}

export interface Differences {
  lines: ChangedLine[];
  added: number;
  removed: number;
}

export interface Belongings {
  passages: number;
  versions: number;
  feedback: number;
  superseded: { id: string; title: string }[];
}

export interface Listed {
  documents: Entry[];
  total: number;
}

export interface Condition {
  expired: Listed;
  soon: Listed;
  doubtful: Listed;
  unread: { jobs: Job[]; total: number };
  uncited: Listed & { answered: number | null; days: number };
}

export interface Twins {
  reason: "file" | "text" | "title";
  shared: number;
  documents: Entry[];
}

export interface AskedInVain {
  groups: { wording: string; questions: number; nothing?: number; touched?: number; unhelpful?: number }[];
  days: number;
  least: number;
}

export interface WordEntry {
  everyday: string[];
  official: string[];
  own: boolean;
}

export interface WordFinds {
  widened: { everyday: string; official: string[] }[];
  hits: Hit[];
}

export type Outcome = "answered" | "touched" | "nothing";

export interface Overview {
  library: {
    documents: number;
    standings: Partial<Record<Standing, number>>;
    passages: number;
    searchable: number;
    embedder: string;
    model: string;
    waiting: number;
    failed: number;
  };
  days: { day: string; questions: number | null }[];
  questions: number;
  outcomes: Record<Outcome, number | null>;
  seconds: { p50: number; p95: number } | null;
  feedback: { helpful: number | null; unhelpful: number | null; reasons: Record<string, number> } | null;
  least: number;
  kept_days: number;
}

export interface StoredPassage {
  id: number;
  start: number;
  end: number;
}

const documentPath = (id: string): string => `documents/${encodeURIComponent(id)}`;

function filled(values: object): string {
  const entries = Object.entries(values).filter(([, value]) => value !== "");
  return new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
}

export const findDocuments = (search: Partial<Search>): Promise<Listed> => read(`documents?${filled(search)}`);

export const readDocument = (id: string): Promise<DocumentPage> => read(documentPath(id));

export const readPassages = async (id: string): Promise<StoredPassage[]> =>
  (await read<{ passages: StoredPassage[] }>(`${documentPath(id)}/passages`)).passages;

/** A picture of a page as it is printed. */
export const pageAddress = (id: string, page: number): string => address(`${documentPath(id)}/pages/${page}.png?width=1200`).href;

export const readVersions = async (id: string): Promise<Version[]> =>
  (await read<{ versions: Version[] }>(`${documentPath(id)}/versions`)).versions;

export const readDifferences = (id: string, before: number, after: number): Promise<Differences> =>
  read(`${documentPath(id)}/differences?${filled({ before, after })}`);

export const readBelongings = (id: string): Promise<Belongings> => read(`${documentPath(id)}/belongings`);

export const describeDocument = (id: string, said: object): Promise<Document> =>
  read(documentPath(id), json("PATCH", said));

/** The jobs that still exist, many at once. */
export async function readJobs(ids: string[]): Promise<Job[]> {
  const batches = Array.from({ length: Math.ceil(ids.length / 100) }, (_, index) => ids.slice(index * 100, index * 100 + 100));
  const found = batches.map((batch) => read<{ jobs: Job[] }>(`jobs?limit=500&${batch.map((id) => `ids=${id}`).join("&")}`));
  return (await Promise.all(found)).flatMap(({ jobs }) => jobs);
}

export const tryQuestion = (question: string, documentId: string, asOf: string | null): Promise<Answer> =>
  read("trials", json("POST", { question, documents: [documentId], as_of: asOf }));

export const readCondition = (): Promise<Condition> => read("condition");

export const readTwins = (): Promise<{ twins: Twins[]; total: number }> => read("condition/twins");

export const readAskedInVain = (): Promise<AskedInVain> => read("condition/questions");

export const findWords = (query: string, own: boolean, offset: number): Promise<{ entries: WordEntry[]; total: number }> =>
  read(`words?${filled({ query, own, limit: 25, offset })}`);

export const putWords = (everyday: string[], official: string[], former: string[]): Promise<WordEntry> =>
  read("words", json("PUT", { everyday, official, former }));

export const removeWords = async (everyday: string[]): Promise<void> =>
  void (await request(`words?${new URLSearchParams(everyday.map((word) => ["everyday", word]))}`, { method: "DELETE" }));

export const readSuggestions = async (): Promise<{ word: string; questions: number }[]> =>
  (await read<{ suggestions: { word: string; questions: number }[] }>("words/suggestions")).suggestions;

export const tryWords = (question: string, everyday: string[], official: string[]): Promise<{ without: WordFinds; with: WordFinds }> =>
  read("words/trials", json("POST", { question, everyday, official }));

export const readOverview = (): Promise<Overview> => read("overview");

/** What a document's text says about itself, and its words that say so. */
export interface Proposal {
  field: keyof Metadata | "date" | "supersedes";
  value: string;
  quote: string;
}

export const readProposals = async (id: string): Promise<Proposal[]> =>
  (await read<{ proposals: Proposal[] }>(`${documentPath(id)}/proposals`)).proposals;
