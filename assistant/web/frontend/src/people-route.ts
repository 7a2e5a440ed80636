// Which of the pages about people is meant by the address.
const PAGES = {
  anmelden: "sign-in",
  konto: "account",
  verwaltung: "people",
  "verwaltung/rechte": "rights",
  "verwaltung/schutzklassen": "classes",
  "verwaltung/protokoll": "audit",
  barrierefreiheit: "accessibility",
  datenschutz: "privacy",
} as const;
const base = new URL("../", import.meta.url); // the script lies in static/ beside the pages

export type PeoplePage = (typeof PAGES)[keyof typeof PAGES] | "unknown";
export const ADMINISTRATION = ["people", "rights", "classes", "audit"] as const;

export function readPage(path = location.pathname, root = base.pathname): PeoplePage {
  const place = path.slice(root.length).replace(/\/$/, "");
  return place in PAGES ? PAGES[place as keyof typeof PAGES] : "unknown";
}

export function peopleAddress(page: PeoplePage): string {
  const [place = ""] = Object.entries(PAGES).find(([, name]) => name === page) ?? [];
  return new URL(place, base).pathname;
}

export const isAdministration = (page: PeoplePage): boolean => (ADMINISTRATION as readonly string[]).includes(page);
