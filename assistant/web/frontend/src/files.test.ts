import { expect, test } from "vitest";
import { isLeftover } from "./files";

test("what systems leave behind in folders is no document", () => {
  expect([".DS_Store", "a/.git/config", "a/~$Erlass.docx", "a/Thumbs.db", "__MACOSX/a/b.pdf"].filter((name) => !isLeftover(name))).toEqual([]);
});

test("a name with dots and dashes is one", () => {
  expect(["Erlass 1.2.pdf", "a/b.c/d.txt", "desktop.ini.md"].filter(isLeftover)).toEqual([]);
});
