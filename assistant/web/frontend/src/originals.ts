// Reads originals with pdf.js, which only comes when the first one is shown. Knows pdf.js, no element.
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import type { Rectangle } from "./api";
import { findOnPage } from "./quotes";

type Pdf = typeof import("pdfjs-dist/legacy/build/pdf.mjs");
const script = import.meta.url;
const beside = (folder: string): string => new URL(`pdf/${folder}/`, script).href;

/** The PDF at `address`, page by page as far as it is shown. */
export async function openOriginal(address: string): Promise<PDFDocumentProxy> {
  const pdf = await loadPdf();
  return pdf.getDocument({
    url: address,
    withCredentials: true,
    disableAutoFetch: true,
    enableXfa: false,
    useWasm: false, // compiling it would need 'wasm-unsafe-eval' from every page that embeds the chat
    wasmUrl: beside("wasm"),
    standardFontDataUrl: beside("standard_fonts"),
  }).promise;
}

/** Draws a page of a PDF with its text over it and the quote marked; whether it stands there. */
export async function drawPage(page: PDFPageProxy, sheet: HTMLElement, quote: string): Promise<boolean> {
  const pdf = await loadPdf();
  const scale = sheet.clientWidth / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  const sharp = Math.min(devicePixelRatio, 3);
  canvas.width = Math.floor(viewport.width * sharp);
  canvas.height = Math.floor(viewport.height * sharp);
  const text = document.createElement("div");
  text.className = "text-layer";
  sheet.replaceChildren(canvas, text);
  sheet.style.setProperty("--total-scale-factor", String(scale));
  await page.render({ canvas, viewport: page.getViewport({ scale: scale * sharp }) }).promise;
  const content = await page.getTextContent();
  const layer = new pdf.TextLayer({ textContentSource: content, container: text, viewport });
  await layer.render();
  fit(layer.textDivs, content.items.flatMap((item) => ("str" in item ? [item.width * scale] : [])));
  return mark(layer.textDivs, layer.textContentItemsStr, quote);
}

/** As wide as it is drawn: pdf.js measures text in the page around us, whose style is not ours. */
function fit(pieces: HTMLElement[], widths: number[]): void {
  const natural = pieces.map((piece) => piece.offsetWidth);
  pieces.forEach((piece, place) => {
    if (natural[place]) piece.style.setProperty("--scale-x", String((widths[place] ?? 0) / natural[place]));
  });
}

/** Marks places of a page that has no text of its own, such as a scan; whether there are any. */
export function markPlaces(sheet: HTMLElement, places: Rectangle[]): boolean {
  for (const { left, top, width, height } of places) {
    const marked = document.createElement("mark");
    Object.assign(marked.style, { left: share(left), top: share(top), width: share(width), height: share(height) });
    sheet.append(marked);
  }
  return places.length > 0;
}

const share = (part: number): string => `${part * 100}%`;

function mark(pieces: HTMLElement[], texts: string[], quote: string): boolean {
  const found = findOnPage(texts, quote);
  for (const { item, start, end } of found) {
    const text = texts[item] ?? "";
    const marked = document.createElement("mark");
    marked.textContent = text.slice(start, end);
    pieces[item]?.replaceChildren(text.slice(0, start), marked, text.slice(end));
  }
  return found.length > 0;
}

let loaded: Promise<Pdf> | null = null;

function loadPdf(): Promise<Pdf> {
  loaded ??= import("pdfjs-dist/legacy/build/pdf.mjs").then(async (pdf: Pdf) => {
    pdf.GlobalWorkerOptions.workerSrc = worker;
    // A browser starts no worker of another origin: inside a foreign page the work is done here.
    if (new URL(worker, location.href).origin !== location.origin) {
      (globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = await import(/* @vite-ignore */ worker);
    }
    return pdf;
  });
  return loaded;
}
