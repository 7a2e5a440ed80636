// Which of the evaluators' pages is meant by the address: its last part, and what its query names.
const PAGES = { "": "runs", lauf: "run", frage: "question", vergleich: "comparison", bewerten: "rating", goldfragen: "drafts" } as const;

// The script lies in static/ beside the pages, on whatever host and path they are served.
const base = new URL("../", import.meta.url);
const ROOT = `${base.pathname}auswertung`;

export type EvaluationPage = (typeof PAGES)[keyof typeof PAGES] | "unknown";

export interface Place {
  page: EvaluationPage;
  asked: URLSearchParams;
}

export function readPlace(address: string = location.href, root: string = ROOT): Place {
  const url = new URL(address);
  const name = url.pathname.slice(root.length).replace(/^\/|\/$/g, "");
  return { page: name in PAGES ? PAGES[name as keyof typeof PAGES] : "unknown", asked: url.searchParams };
}

export function placeAddress(page: EvaluationPage, asked: Record<string, string> = {}): string {
  const [name = ""] = Object.entries(PAGES).find(([, other]) => other === page) ?? [];
  const url = new URL(name ? `${ROOT}/${name}` : ROOT, base);
  url.search = new URLSearchParams(asked).toString();
  return url.pathname + url.search;
}
