// What editors' pages ask the server about the release of documents: one function per request, and the shapes of the answers.
import { json, read, type Document } from "./api";
import { today } from "./dates";

export type ReleaseState = "new" | "proposed" | "released" | "recalled";
export type ReleaseStanding = ReleaseState | "due";

export interface Release {
  state: ReleaseState;
  proposed_by: string | null;
  /** Whether it was oneself who proposed it. */
  own: boolean;
  decided_by: string | null;
  decided: string | null;
  review: string | null;
  reason: string;
}

export interface Finding {
  kind: string;
  /** Whether it may be meant for machines alone. */
  grave: boolean;
  start: number;
  end: number;
  before: string;
  quote: string;
  after: string;
  page: number | null;
  anchor: string | null;
}

export interface DocumentRelease extends Release {
  needed: boolean;
  version: number;
  /** Whether the original could be searched for hidden text. */
  looked_for_concealed: boolean;
  /** Grave ones first. */
  findings: Finding[];
  findings_total: number;
}

export interface Releases {
  releases: ({ document: Document } & Release)[];
  total: number;
  counts: Record<ReleaseStanding, number>;
}

const releasePath = (id: string): string => `documents/${encodeURIComponent(id)}/release`;

export const readReleases = (standing: ReleaseStanding): Promise<Releases> => read(`releases?standing=${standing}`);

export const readRelease = (id: string): Promise<DocumentRelease> => read(releasePath(id));

export const decideRelease = (id: string, decision: { state: ReleaseState; version: number; review?: string | null; reason?: string }): Promise<Release> =>
  read(releasePath(id), json("PUT", decision));

/** How a release stands today: what was released is due when its day of review has come. */
export const releaseStanding = ({ state, review }: Release): ReleaseStanding => (state === "released" && review && review <= today() ? "due" : state);
