// Splits marked text into paragraphs, lists and small tables. Knows lines, not what the
// marks mean: an answer marks sentences and citations, a source marks the quoted span.

export interface Span<T> {
  text: string;
  mark: T;
}

export type Line<T> = Span<T>[];

export type Block<T> =
  | { kind: "paragraph"; lines: Line<T>[] }
  | { kind: "heading"; line: Line<T> }
  | { kind: "list"; items: Line<T>[] }
  | { kind: "table"; header: Line<T>[] | null; rows: Line<T>[][] };

const BULLET = /^\s*[-*•–]\s+/;
const HEADING = /^\s*#{1,6}\s+/;
const TABLE_ROW = /^\s*\|.*\|/;
const TABLE_RULE = /^[\s|:-]*-[\s|:-]*$/;

/** The blocks of a text whose pieces carry marks; every piece keeps its mark. */
export function splitBlocks<T>(spans: Span<T>[]): Block<T>[] {
  const blocks: Block<T>[] = [];
  let open: Block<T> | null = null;
  for (const line of splitLines(spans)) {
    const read = readLine(line);
    open = read && addTo(open, read);
    if (open && blocks.at(-1) !== open) blocks.push(open);
  }
  return blocks.map((block) => (block.kind === "table" ? withHeader(block) : block));
}

/** One line as a block of its own, or null where a block ends. */
function readLine<T>(line: Line<T>): Block<T> | null {
  const text = lineText(line);
  if (!text.trim() && line.every((span) => span.text)) return null;
  if (TABLE_ROW.test(text)) return { kind: "table", header: null, rows: [splitCells(line)] };
  const bullet = BULLET.exec(text);
  if (bullet) return { kind: "list", items: [dropStart(line, bullet[0].length)] };
  const heading = HEADING.exec(text);
  if (heading) return { kind: "heading", line: dropStart(line, heading[0].length) };
  return { kind: "paragraph", lines: [line] };
}

function addTo<T>(open: Block<T> | null, next: Block<T>): Block<T> {
  if (open?.kind === "paragraph" && next.kind === "paragraph") open.lines.push(...next.lines);
  else if (open?.kind === "list" && next.kind === "list") open.items.push(...next.items);
  else if (open?.kind === "table" && next.kind === "table") open.rows.push(...next.rows);
  else return next;
  return open;
}

/**
 * The table with its first row as header. The same header again (one per cited row) is dropped,
 * and so are citations in the header if the rows have their own.
 */
function withHeader<T>(table: Extract<Block<T>, { kind: "table" }>): Block<T> {
  const rows = table.rows.filter((row) => !TABLE_RULE.test(rowText(row)));
  const [first, ...others] = rows;
  if (!first || !others.length) return { ...table, rows };
  const cited = others.flat(2).some((span) => !span.text);
  const header = cited ? first.map((cell) => cell.filter((span) => span.text)) : first;
  return { kind: "table", header, rows: others.filter((row) => rowText(row) !== rowText(first)) };
}

function rowText<T>(row: Line<T>[]): string {
  return row.map((cell) => lineText(cell).trim()).join("|");
}

function lineText<T>(line: Line<T>): string {
  return line.map((span) => span.text).join("");
}

function splitLines<T>(spans: Span<T>[]): Line<T>[] {
  const lines: Line<T>[] = [[]];
  for (const { text, mark } of spans) {
    text.split("\n").forEach((piece, index) => {
      if (index) lines.push([]);
      if (piece || !text) lines.at(-1)?.push({ text: piece, mark });
    });
  }
  return lines;
}

/** The cells of "| a | b |"; what follows the last bar (a citation) stays with the last cell. */
function splitCells<T>(line: Line<T>): Line<T>[] {
  const cells: Line<T>[] = [];
  for (const { text, mark } of line) {
    text.split("|").forEach((piece, index) => {
      if (index || !cells.length) cells.push([]);
      cells.at(-1)?.push({ text: piece, mark });
    });
  }
  if (!lineText(cells[0] ?? []).trim()) cells.shift();
  const rest = cells.length > 1 && !lineText(cells.at(-1) ?? []).trim() ? cells.pop() : undefined;
  cells.at(-1)?.push(...(rest ?? []));
  return cells;
}

function dropStart<T>(line: Line<T>, count: number): Line<T> {
  const rest: Line<T> = [];
  for (const { text, mark } of line) {
    const dropped = Math.min(count, text.length);
    count -= dropped;
    if (dropped < text.length || !text) rest.push({ text: text.slice(dropped), mark });
  }
  return rest;
}
