// The turns of a conversation and how events change them. Knows no page and no server.
import { spokenText } from "./answer-text";
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
  /** When it was asked, as an ISO time. */
  asked: string;
  /** What went wrong on the way, in the server's words. */
  trouble: string | null;
  /** How many turns it takes until this question is answered, while it waits. */
  waiting?: number;
}

const REMEMBERED = 6;

export function newTurn(number: number, request: ChatRequest): Turn {
  const asked = new Date().toISOString();
  return { number, request, asked, state: "searching", understood: null, hits: [], text: "", answer: null, trouble: null };
}

export function isOpen(turn: Turn | undefined): boolean {
  return turn?.state === "searching" || turn?.state === "writing";
}

/** The turn after an event of the server. */
export function withEvent(turn: Turn, event: ChatEvent): Turn {
  switch (event.name) {
    case "waiting":
      return { ...turn, waiting: event.position };
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

/**
 * What a screen reader says about the turn, line by line: never letter by letter, each sentence
 * once it is complete. What was said stays as it is, so that only new lines are read aloud.
 */
export function spoken(turn: Turn | undefined): string[] {
  if (!turn) return [];
  const begun = words.answer.writing;
  if (turn.state === "failed") return [begun, words.answer.failed, turn.trouble ?? ""];
  if (turn.answer) return [begun, ...sentences(turn.answer.text), words.answer.spokenSources(turn.answer.citations.length)];
  const written = sentences(turn.text);
  return turn.state === "stopped" ? [begun, ...written, words.answer.stopped] : [begun, ...written.slice(0, -1)];
}

/** The sentences of a text as it is read aloud; the last one may be unfinished. */
function sentences(text: string): string[] {
  return spokenText(text).split(/\n+|(?<=[.!?:]["“”)]?)\s+(?=["„(]?[A-ZÄÖÜ0-9])/).map((sentence) => sentence.trim()).filter(Boolean);
}
