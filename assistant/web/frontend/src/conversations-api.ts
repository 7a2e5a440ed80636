// Conversations that the server keeps for whoever is signed in: one function per request.
import { json, read, request } from "./api";
import type { Answer } from "./types";

export interface StoredConversation {
  id: string;
  title: string;
  created: string;
  changed: string;
}

export interface StoredTurn {
  id: string;
  asked: string;
  question: string;
  /** null where it rests on what is gone or closed to the person. */
  answer: Answer | null;
}

const path = (id: string): string => `conversations/${encodeURIComponent(id)}`;

export const readStored = async (): Promise<StoredConversation[]> =>
  (await read<{ conversations: StoredConversation[] }>("conversations")).conversations;
export const readStoredTurns = async (id: string): Promise<StoredTurn[]> => (await read<{ turns: StoredTurn[] }>(path(id))).turns;
export const renameStored = async (id: string, title: string): Promise<void> => void (await request(path(id), json("PATCH", { title })));
export const removeStored = async (id: string): Promise<void> => void (await request(path(id), { method: "DELETE" }));
export const forgetAll = async (): Promise<void> => void (await request("conversations", { method: "DELETE" }));
