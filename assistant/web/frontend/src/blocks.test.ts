import { expect, test } from "vitest";
import { splitBlocks, type Line } from "./blocks";

const plain = (line: Line<unknown>) => line.map((span) => span.text).join("").trim();
const blocksOf = (text: string) => splitBlocks([{ text, mark: null }]);

test("an empty line ends a paragraph, a single line break does not", () => {
  const blocks = blocksOf("Eins\nzwei\n\nDrei");
  expect(blocks.map((block) => block.kind === "paragraph" && block.lines.map(plain))).toEqual([["Eins", "zwei"], ["Drei"]]);
});

test("lines with a bullet become one list", () => {
  const [before, list] = blocksOf("Nötig sind:\n- Antrag\n- Nachweis");
  expect(before?.kind).toBe("paragraph");
  expect(list?.kind === "list" && list.items.map(plain)).toEqual(["Antrag", "Nachweis"]);
});

test("rows become one table that says its header once", () => {
  const [table] = blocksOf("| Stufe | Euro |\n|---|---|\n| 1 | 14 |\n| Stufe | Euro |\n| 2 | 28 |");
  expect(table?.kind === "table" && table.header?.map(plain)).toEqual(["Stufe", "Euro"]);
  expect(table?.kind === "table" && table.rows.map((row) => row.map(plain))).toEqual([["1", "14"], ["2", "28"]]);
});

test("a citation after the last bar stays in the last cell", () => {
  const [table] = splitBlocks([
    { text: "| a | b |\n| 1 | 2 |", mark: 0 },
    { text: "", mark: 7 },
  ]);
  expect(table?.kind === "table" && table.rows[0]?.at(-1)?.some((span) => span.mark === 7)).toBe(true);
});

test("a header does not cite what its rows cite", () => {
  const [table] = splitBlocks([
    { text: "| a | b |", mark: 0 },
    { text: "", mark: 7 },
    { text: "\n| 1 | 2 |", mark: 0 },
    { text: "", mark: 7 },
  ]);
  const marks = (row: Line<number>[] | null | undefined) => row?.flat().map((span) => span.mark);
  expect(table?.kind === "table" && marks(table.header)).not.toContain(7);
  expect(table?.kind === "table" && marks(table.rows[0])).toContain(7);
});

test("markup for links, pictures and pages stays plain text", () => {
  const text = '<img src=x> [hier](https://example.org) ![Bild](x)';
  const [block] = blocksOf(text);
  expect(block?.kind === "paragraph" && block.lines.map(plain)).toEqual([text]);
});
