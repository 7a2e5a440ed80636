import { expect, test } from "vitest";
import type { Answer, ChatRequest } from "./api";
import { ended, history, newTurn, spoken, withEvent } from "./conversation";
import { words } from "./words";

const request: ChatRequest = { question: "Und danach?", history: [], collections: null, as_of: null };
const answer = { text: "Zwei Wochen [1].", sentences: [{ text: "Zwei Wochen [1].", citations: [1], verdict: "supported" }], citations: [{}] } as unknown as Answer;

test("a question that was rewritten says how it was understood", () => {
  const turn = newTurn(0, request);
  expect(withEvent(turn, { name: "passages", question: "Welche Frist gilt danach?", hits: [] }).understood).toBe("Welche Frist gilt danach?");
  expect(withEvent(turn, { name: "passages", question: "Und danach?", hits: [] }).understood).toBeNull();
  expect(withEvent(turn, { name: "waiting", position: 3 }).waiting).toBe(3);
});

test("after an error the text starts anew and the trouble stays visible", () => {
  const begun = withEvent(newTurn(0, request), { name: "text", text: "Halber Satz" });
  const troubled = withEvent(begun, { name: "error", error: "model_unavailable", message: "Kein Sprachmodell." });
  const done = ended(withEvent(troubled, { name: "answer", answer }));
  expect(troubled.text).toBe("");
  expect([done.state, done.trouble]).toEqual(["done", "Kein Sprachmodell."]);
});

test("a stream that ends without an answer has failed", () => {
  expect(ended(newTurn(0, request))).toMatchObject({ state: "failed", trouble: words.errors.broken });
});

test("only answered questions belong to the history", () => {
  const answered = withEvent(newTurn(0, request), { name: "answer", answer });
  expect(history([answered, newTurn(1, request)])).toEqual([{ question: "Und danach?", answer: "Zwei Wochen [1]." }]);
});

test("a screen reader hears whole sentences and no letters", () => {
  const turn = withEvent(newTurn(0, request), { name: "text", text: "Zw" });
  expect(spoken(turn)).toEqual([words.answer.writing]);
  const more = withEvent(turn, { name: "text", text: "ei Wochen [1]. Danach" });
  expect(spoken(more)).toEqual([words.answer.writing, "Zwei Wochen."]);
  expect(spoken(withEvent(more, { name: "answer", answer }))).toEqual([words.answer.writing, "Zwei Wochen.", "1 Quelle"]);
});
