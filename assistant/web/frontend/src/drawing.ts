// Draws blocks as page elements. The one place where a model's or a document's words become
// DOM: always as text, so links, pictures and markup in them stay inert.
import { html, nothing, type TemplateResult } from "lit";
import type { Block, Line, Span } from "./blocks";
import { words } from "./words";

export type DrawSpan<T> = (span: Span<T>) => unknown;

export function drawBlocks<T>(blocks: Block<T>[], drawSpan: DrawSpan<T>): TemplateResult[] {
  const drawLine = (line: Line<T>): unknown => line.map(drawSpan);
  return blocks.map((block) => drawBlock(block, drawLine));
}

function drawBlock<T>(block: Block<T>, drawLine: (line: Line<T>) => unknown): TemplateResult {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${block.lines.map((line, index) => [index ? html`<br />` : nothing, drawLine(line)])}</p>`;
    case "heading":
      return html`<p><strong>${drawLine(block.line)}</strong></p>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${drawLine(item)}</li>`)}</ul>`;
    case "table":
      return drawTable(block.header, block.rows, drawLine);
  }
}

function drawTable<T>(header: Line<T>[] | null, rows: Line<T>[][], drawLine: (line: Line<T>) => unknown): TemplateResult {
  const head = header && html`<thead><tr>${header.map((cell) => html`<th scope="col">${drawLine(cell)}</th>`)}</tr></thead>`;
  const body = rows.map((row) => html`<tr>${row.map((cell) => html`<td>${drawLine(cell)}</td>`)}</tr>`);
  return html`<div class="table-frame" role="group" aria-label=${words.answer.table} tabindex="0"><table class="answer-table">${head}<tbody>${body}</tbody></table></div>`;
}

/** The text, with **strong** parts as such. */
export function drawText(text: string): unknown {
  return text.split(/\*\*(.+?)\*\*/).map((part, index) => (index % 2 ? html`<strong>${part}</strong>` : part));
}
