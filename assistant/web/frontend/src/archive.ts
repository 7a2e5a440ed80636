// Where conversations are kept: on the server for whoever is signed in, else in this browser.
// Knows how to get them, no element.
import { forgetAll, readStored, readStoredTurns, removeStored, renameStored, type StoredTurn } from "./conversations-api";
import { newTurn, type Turn } from "./conversation";
import { forget, keep, LONGEST_DAYS, MOST, readAll, rename, type Conversation } from "./saved";
import type { Entrance } from "./visitor";
import { words } from "./words";

export interface Archive {
  /** Whether the server keeps what is asked. */
  readonly remote: boolean;
  /** Who can read them, and how long. */
  hint(): string;
  list(): Promise<Conversation[]>;
  /** With its questions and answers. */
  open(conversation: Conversation): Promise<Conversation>;
  /** As it is kept now. */
  keep(conversation: Conversation): Conversation;
  rename(conversation: Conversation, title: string): Promise<void>;
  forget(conversations: Conversation[], all: boolean): Promise<void>;
}

export const browserArchive: Archive = {
  remote: false,
  hint: () => words.conversations.hint(MOST, LONGEST_DAYS),
  list: () => Promise.resolve(readAll()),
  open: (conversation) => Promise.resolve(conversation),
  keep: (conversation) => keep(conversation),
  rename: (conversation, title) => Promise.resolve(rename(conversation, title)),
  forget: (conversations) => Promise.resolve(conversations.forEach(({ id }) => forget(id))),
};

export function serverArchive({ conversation_days }: Entrance): Archive {
  return {
    remote: true,
    hint: () => words.conversations.hintServer(conversation_days),
    list: async () => (await readStored()).map(({ id, title, changed }) => ({ id, stored: id, title, changed: `${changed}Z`, turns: [] })),
    open: async (conversation) => ({ ...conversation, turns: (await readStoredTurns(conversation.stored ?? "")).map(shownTurn) }),
    keep: (conversation) => conversation, // the server has done so before it showed the answer
    rename: ({ stored }, title) => renameStored(stored ?? "", title),
    forget: async (conversations, all) => {
      if (all) await forgetAll();
      else await Promise.all(conversations.map(({ stored }) => removeStored(stored ?? "")));
    },
  };
}

function shownTurn({ asked, question, answer }: StoredTurn, place: number): Turn {
  const turn = newTurn(place + 1, { question, history: [], collections: null, as_of: answer?.as_of ?? null });
  const understood = answer && answer.question.trim() !== question.trim() ? answer.question : null;
  if (!answer) return { ...turn, asked: `${asked}Z`, state: "failed", trouble: words.conversations.closed };
  return { ...turn, asked: `${asked}Z`, state: "done", understood, answer };
}
