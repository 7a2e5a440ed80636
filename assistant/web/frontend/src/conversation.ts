// The turns of a conversation and how events change them. Knows no page and no server.
import { sentencesOf, spokenText } from "./answer-text";
import type { Answer, ChatEvent, ChatRequest, Hit } from "./api";
import { words } from "./words";

export interface Turn {
  number: number;
  request: ChatRequest;
  state: "searching" | "writing" | "done" | "stopped" | "failed";
  /** The question as it was understood, if that differs from what was typed. */
  understood: string | null;
  hits: Hit[];
  text: string;
  answer: Answer | null;
  /** What went wrong on the way, in the server's words. */
  trouble: string | null;
}

const REMEMBERED = 6;

export function newTurn(number: number, request: ChatRequest): Turn {
  return { number, request, state: "searching", understood: null, hits: [], text: "", answer: null, trouble: null };
}

export function isOpen(turn: Turn | undefined): boolean {
  return turn?.state === "searching" || turn?.state === "writing";
}

/** The turn after an event of the server. */
export function withEvent(turn: Turn, event: ChatEvent): Turn {
  switch (event.name) {
    case "passages": {
      const rewritten = event.question.trim() !== turn.request.question.trim();
      return { ...turn, state: "writing", hits: event.hits, understood: rewritten ? event.question : null };
    }
    case "text":
      return { ...turn, state: "writing", text: turn.text + event.text };
    case "answer":
      return { ...turn, state: "done", answer: event.answer };
    case "error":
      return { ...turn, text: "", trouble: event.message }; // what follows is another reader's answer
  }
}

/** The turn when the stream has ended, with or without an answer. */
export function ended(turn: Turn): Turn {
  return isOpen(turn) ? failed(turn, turn.trouble ?? words.errors.broken) : turn;
}

export function failed(turn: Turn, trouble: string): Turn {
  return { ...turn, state: "failed", trouble };
}

/** What the next question may refer to. */
export function history(turns: Turn[]): ChatRequest["history"] {
  return turns
    .flatMap(({ request, answer }) => (answer ? [{ question: request.question, answer: answer.text }] : []))
    .slice(-REMEMBERED);
}

/** What a screen reader says about the turn: nothing letter by letter, the answer sentence by sentence. */
export function spoken(turn: Turn | undefined): string[] {
  if (!turn) return [];
  if (turn.answer) return sentencesOf(turn.answer).map((sentence) => spokenText(sentence.text));
  if (turn.state === "failed") return [words.answer.failed, turn.trouble ?? ""];
  return [turn.state === "stopped" ? words.answer.stopped : words.answer.writing];
}
