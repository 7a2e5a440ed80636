import { expect, test } from "vitest";
import { findOnPage } from "./quotes";

const shown = (texts: string[], quote: string): string[] =>
  findOnPage(texts, quote).map(({ item, start, end }) => (texts[item] ?? "").slice(start, end));

test("a quote is found across pieces, hyphens and other spaces", () => {
  const texts = ["§ 4 Für die Dienst-", "reise wer", "den 30 Cent ", "erstattet. (2) Mehr"];
  expect(shown(texts, "Für die Dienstreise werden 30 Cent erstattet.")).toEqual(["Für die Dienst", "reise wer", "den 30 Cent", "erstattet"]);
});

test("of a quote that goes over the page's end, the part that stands here is found", () => {
  const quote = "Der Antrag ist schriftlich zu stellen und zu begründen.";
  expect(shown(["Anfang. Der Antrag ist schriftlich"], quote)).toEqual(["Der Antrag ist schriftlich"]);
  expect(shown(["stellen und zu begründen. Weiter"], quote)).toEqual(["stellen und zu begründen"]);
});

test("what stands between the lines of a quote does not hide it", () => {
  const texts = ["Der Antrag ist schriftlich zu ", "Seite 3", " stellen und zu begründen."];
  expect(shown(texts, "Der Antrag ist schriftlich zu stellen und zu begründen.").join("")).toContain("Der Antrag ist schriftlich");
});

test("nothing is found where nothing stands", () => {
  expect(shown([], "Der Antrag")).toEqual([]);
  expect(shown(["Ein anderer Text."], "Der Antrag ist schriftlich zu stellen.")).toEqual([]);
  expect(shown(["Text"], "…")).toEqual([]);
});
