// The pages themselves: what stands in the head of each, once, and what tells them apart.
// Knows which element fills a page, not what it shows.
import type { Plugin } from "vite";

interface Page {
  area: string;
  script: string;
  element: string;
}

const PAGES: Record<string, Page> = {
  index: { area: "", script: "widget", element: `<aktenlotse-chat display="page"></aktenlotse-chat>` },
  redaktion: { area: "Redaktion", script: "documents", element: "<aktenlotse-documents></aktenlotse-documents>" },
  konto: { area: "", script: "people", element: "<aktenlotse-people></aktenlotse-people>" },
  auswertung: { area: "Auswertung", script: "evaluation", element: "<aktenlotse-evaluation></aktenlotse-evaluation>" },
};

/** The files that Vite believes to read. */
export const pageFiles = Object.fromEntries(Object.keys(PAGES).map((name) => [name, new URL(`${name}.html`, import.meta.url).pathname]));

/** Gives Vite the pages as if they were files. */
export function pages(): Plugin {
  return {
    name: "pages",
    resolveId: (id) => (Object.values(pageFiles).includes(id) ? id : null),
    load(id) {
      const found = Object.entries(PAGES).find(([name]) => pageFiles[name] === id);
      return found ? drawPage(found[1]) : null;
    },
  };
}

function drawPage({ area, script, element }: Page): string {
  return `<!doctype html>
<html lang="de">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${area ? `${area} – ` : ""}Aktenlotse</title>
    <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
    <link rel="stylesheet" href="/src/page.css" />
    <script type="module" src="/src/${script}.ts"></script>
  </head>
  <body>
    ${element}
    <noscript>Der Aktenlotse braucht JavaScript. Bitte schalten Sie es in Ihrem Browser ein.</noscript>
  </body>
</html>
`;
}
