// Conversations in this browser: the last ones, for some time, each under a key of its own, so
// that two windows do not overwrite each other. Knows the storage, no element and no server.
import { isOpen, type Turn } from "./conversation";

export interface Conversation {
  id: string;
  /** What a person calls it, else its first question. */
  title: string;
  /** Its id on the server, if it is kept there. */
  stored?: string;
  /** When it last changed, as an ISO time. */
  changed: string;
  turns: Turn[];
}

export const LONGEST_DAYS = 30;
export const MOST = 50;
const KEY = "aktenlotse.conversation.";
const DAY = 24 * 60 * 60 * 1000;
const NEAREST = 5;

export function newConversation(): Conversation {
  return { id: newId(), title: "", changed: "", turns: [] };
}

/** The conversation as it is kept now: with a title, without what no element shows. */
export function keep(conversation: Conversation, storage: Storage = localStorage, now = new Date()): Conversation {
  const title = conversation.title || (conversation.turns[0]?.request.question ?? "").replace(/\s+/g, " ").slice(0, 80);
  const kept = { ...conversation, title, changed: now.toISOString(), turns: conversation.turns.map(slim) };
  write(kept, storage);
  return kept;
}

/** Gives it another name; its place in the list stays. */
export function rename(conversation: Conversation, title: string, storage: Storage = localStorage): void {
  write({ ...conversation, title }, storage);
}

export function forget(id: string, storage: Storage = localStorage): void {
  storage.removeItem(KEY + id);
}

/** All that are kept, the newest first; what is too old or too much is deleted. */
export function readAll(storage: Storage = localStorage, now = Date.now()): Conversation[] {
  const found = keys(storage).flatMap((key) => read(key, storage));
  found.sort((one, other) => other.changed.localeCompare(one.changed));
  const kept = found.filter(({ changed }, place) => place < MOST && now - Date.parse(changed) < LONGEST_DAYS * DAY);
  for (const old of found) if (!kept.includes(old)) forget(old.id, storage);
  return kept;
}

/** Makes room where the browser gives no more: the oldest go first. */
function write(conversation: Conversation, storage: Storage): void {
  for (;;) {
    try {
      return storage.setItem(KEY + conversation.id, JSON.stringify(conversation));
    } catch {
      const oldest = readAll(storage).filter(({ id }) => id !== conversation.id).at(-1);
      if (!oldest) return; // a browser that keeps nothing: the conversation lives as long as its page
      forget(oldest.id, storage);
    }
  }
}

function read(key: string, storage: Storage): Conversation[] {
  try {
    const found = JSON.parse(storage.getItem(key) ?? "") as Conversation;
    return Array.isArray(found.turns) && typeof found.changed === "string" ? [found] : [];
  } catch {
    return []; // another program's
  }
}

function keys(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, place) => storage.key(place) ?? "").filter((key) => key.startsWith(KEY));
}

/** Only what is shown again: of the hits, those that a refusal names. */
function slim(turn: Turn): Turn {
  const hits = turn.answer?.refused ? turn.answer.hits.slice(0, NEAREST) : [];
  const state = isOpen(turn) ? "stopped" : turn.state; // nobody writes it any more when it is read again
  return { ...turn, state, hits: [], text: turn.answer ? "" : turn.text, answer: turn.answer && { ...turn.answer, hits } };
}

/** Not crypto.randomUUID: intranet pages without HTTPS have none. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
