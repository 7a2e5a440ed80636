// Fits KERN to shadow roots while the pages are built: only the rules that the sources use,
// `:root` as `:host`, icons as drawings (a page that forbids `data:` pictures still shows
// them), and sizes in a variable instead of `rem`, which belongs to the page around us.
// Knows KERN's style sheet and the names in our sources, no element.
import { readdirSync, readFileSync } from "node:fs";
import postcss, { type ChildNode, type Plugin as CssPlugin, type Rule } from "postcss";
import type { Plugin } from "vite";

const SHEET = new URL("node_modules/@kern-ux/native/dist/kern.min.css", import.meta.url);
const SOURCES = new URL("src/", import.meta.url);
const PDF_PARTS = ["standard_fonts", "wasm"];
const MODULES = ["kern-tokens", "kern-parts", "kern-icons"];

/** Modules `virtual:kern-tokens` (variables and themes), `virtual:kern-parts` (components), `virtual:kern-icons`. */
export function kern(): Plugin {
  return {
    name: "kern",
    resolveId: (id) => (MODULES.some((name) => id === `virtual:${name}`) ? `\0${id}` : null),
    load: (id) => (id.startsWith("\0virtual:kern-") ? `export default ${JSON.stringify(content(id.slice(9)))}` : null),
  };
}

/** `rem` means the root of the page, which is somebody else's: sizes count in `--rem`, which our own elements set. */
export const ownSizes: CssPlugin = {
  postcssPlugin: "own-sizes",
  Declaration(declaration) {
    if (declaration.prop === "--rem" || declaration.source?.input.file?.endsWith("page.css")) return;
    declaration.value = declaration.value.replace(/(-?\d*\.?\d+)rem\b/g, "calc($1 * var(--rem))");
  },
};

/** What pdf.js reads when a PDF needs it, beside its own script: fonts that a PDF leaves out, decoders of scans. */
export function pdfParts(): Plugin {
  return {
    name: "pdf-parts",
    generateBundle() {
      for (const part of PDF_PARTS) {
        const folder = new URL(`node_modules/pdfjs-dist/${part}/`, import.meta.url);
        for (const name of readdirSync(folder).filter((file) => !/\.wasm$|quickjs/i.test(file))) {
          this.emitFile({ type: "asset", fileName: `pdf/${part}/${name}`, source: readFileSync(new URL(name, folder)) });
        }
      }
    },
  };
}

function content(name: string): unknown {
  const sheet = readFileSync(SHEET, "utf8");
  const sources = readdirSync(SOURCES).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const written = sources.map((file) => readFileSync(new URL(file, SOURCES), "utf8")).join("\n");
  if (name === "kern-icons") return usedIcons(sheet, written);
  return fitted(sheet, new Set(written.match(/kern-[\w-]+/g)), name === "kern-tokens");
}

/** The drawings, by name, of all icons whose name stands in the sources. */
function usedIcons(sheet: string, written: string): Record<string, string> {
  const icons = sheet.matchAll(/\.kern-icon--([\w-]+)\{-webkit-mask:url\("data:image\/svg\+xml,([^"]*)"/g);
  const drawn = [...icons].map(([, name = "", svg = ""]) => [name, / d='([^']*)'/.exec(decodeURIComponent(svg))?.[1]] as const);
  return Object.fromEntries(drawn.filter(([name, path]) => path && written.includes(`"${name}"`)));
}

function fitted(sheet: string, used: Set<string>, tokens: boolean): string {
  const root = postcss.parse(sheet);
  root.walkRules((rule) => fit(rule, used, tokens));
  root.walkAtRules((rule) => void (rule.nodes?.length === 0 && rule.remove()));
  return postcss([ownSizes]).process(root, { from: undefined }).css;
}

function fit(rule: Rule, used: Set<string>, tokens: boolean): void {
  const selectors = rule.selectors.map(hosted).filter((selector) => isUsed(selector, used));
  if (!selectors.length || selectors.every((selector) => selector.startsWith(":host")) !== tokens) return void rule.remove();
  rule.selectors = selectors;
  if (selectors.some((selector) => selector.includes(".kern-icon"))) rule.each(drawIcon);
}

function hosted(selector: string): string {
  if (selector === ":root" || selector.startsWith(":is(body")) return ":host";
  return selector.replace(/^\[data-kern-theme="?(\w+)"?\]$/, ":host([theme=$1])");
}

function isUsed(selector: string, used: Set<string>): boolean {
  const classes = selector.match(/(?<=\.)[\w-]+/g) ?? [];
  return classes.every((name) => used.has(name)) && !/^(html|body)\b|:root|data-kern-theme/.test(selector);
}

/** A mask shows its background, a drawing its fill; where the system sets the colours, it sets those of icons too. */
function drawIcon(node: ChildNode): void {
  if (node.type !== "decl") return;
  if (node.important || node.prop === "forced-color-adjust") node.remove();
  else if (node.prop === "background-color") node.prop = "fill";
}
