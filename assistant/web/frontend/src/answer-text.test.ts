import { expect, test } from "vitest";
import type { Answer, Citation } from "./api";
import { answerSpans, spokenText } from "./answer-text";

function answer(text: string, sentences: [string, number[]][], cited: number[]): Answer {
  return {
    text,
    sentences: sentences.map(([words, citations]) => ({ text: words, citations, verdict: "supported" })),
    citations: cited.map((number) => ({ number }) as Citation),
  } as Answer;
}

const drawn = (given: Answer) => answerSpans(given).map(({ text, mark }) => (mark.citation ? `<${mark.citation}>` : text)).join("");

test("a citation stands where the text has it, after a full stop", () => {
  expect(drawn(answer("Eins [1] und zwei [2].", [["Eins [1] und zwei [2].", [1, 2]]], [1, 2]))).toBe("Eins<1> und zwei.<2>");
});

test("a citation that the text does not show stands at the end of its sentence", () => {
  expect(drawn(answer("Das gilt.", [["Das gilt.", [1, 2]]], [1, 2]))).toBe("Das gilt.<1><2>");
});

test("brackets that cite nothing remain text", () => {
  expect(drawn(answer("Siehe [7].", [["Siehe [7].", []]], [1]))).toBe("Siehe [7].");
});

test("sentences keep the line breaks between them", () => {
  const given = answer("Eins. [1]\n\nZwei. [2] Drei.", [["Eins.", [1]], ["Zwei.", [2]], ["Drei.", []]], [1, 2]);
  expect(drawn(given)).toBe("Eins.<1>\n\nZwei.<2> Drei.");
});

test("what is read aloud has no numbers in brackets, asterisks or bars", () => {
  expect(spokenText("Das gilt **immer** [1], und das [2, 3].")).toBe("Das gilt immer, und das.");
  expect(spokenText("| Stufe | Euro |\n| 1 | 14 | [1]")).toBe("Stufe, Euro\n1, 14");
});
