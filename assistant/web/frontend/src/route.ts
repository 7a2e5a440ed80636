// Which of the editors' pages is meant by the address, and how to get to another one without loading anew.
const PAGES = { "redaktion": "documents", "redaktion/zustand": "condition", "redaktion/woerter": "vocabulary", "uebersicht": "overview" } as const;
const DOCUMENT = "redaktion/dokumente/";

// The script lies in static/ beside the pages, on whatever host and path they are served.
const base = new URL("../", import.meta.url);

export type Page = (typeof PAGES)[keyof typeof PAGES] | "document" | "unknown";

export interface Route {
  page: Page;
  documentId: string;
}

export function readRoute(path: string = location.pathname, root: string = base.pathname): Route {
  const place = path.slice(root.length).replace(/\/$/, "");
  if (place.startsWith(DOCUMENT)) return { page: "document", documentId: decodeURIComponent(place.slice(DOCUMENT.length)) };
  return { page: place in PAGES ? PAGES[place as keyof typeof PAGES] : "unknown", documentId: "" };
}

export function pageAddress(page: Page): string {
  const [place = "redaktion"] = Object.entries(PAGES).find(([, name]) => name === page) ?? [];
  return new URL(place, base).pathname;
}

export const documentAddress = (id: string): string => new URL(DOCUMENT + encodeURIComponent(id), base).pathname;

/** Shows another page; the browser's own way back leads here again. */
export function go(address: string): void {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** For a click on a link: lets the browser open new tabs, and goes there itself otherwise. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href);
}
