import { expect, test } from "vitest";
import { newTurn } from "./conversation";
import { forget, keep, LONGEST_DAYS, MOST, newConversation, readAll, rename } from "./saved";
import type { Answer, Hit } from "./types";

/** The browser's storage with room for so many letters. */
class Shelf implements Storage {
  private readonly kept = new Map<string, string>();
  constructor(private readonly room = Infinity) {}
  get length(): number {
    return this.kept.size;
  }
  clear = (): void => this.kept.clear();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  key = (place: number): string | null => [...this.kept.keys()][place] ?? null;
  removeItem = (key: string): void => void this.kept.delete(key);
  setItem = (key: string, value: string): void => {
    const others = [...this.kept].filter(([name]) => name !== key).reduce((sum, [, text]) => sum + text.length, 0);
    if (others + value.length > this.room) throw new Error("full");
    this.kept.set(key, value);
  };
}

function talk(question: string) {
  return { ...newConversation(), turns: [newTurn(1, { question, history: [], collections: null, as_of: null })] };
}

const later = (days: number): number => Date.now() + days * 24 * 60 * 60 * 1000;

test("a conversation is kept under its first question until it gets a name", () => {
  const shelf = new Shelf();
  const kept = keep(talk("Wie viel Urlaub?"), shelf);
  expect(readAll(shelf).map(({ title }) => title)).toEqual(["Wie viel Urlaub?"]);
  rename(kept, "Urlaub", shelf);
  expect(readAll(shelf).map(({ title }) => title)).toEqual(["Urlaub"]);
  forget(kept.id, shelf);
  expect(readAll(shelf)).toEqual([]);
});

test("old ones and too many are deleted, not only hidden", () => {
  const shelf = new Shelf();
  for (let number = 0; number < MOST + 3; number++) keep(talk(`Frage ${number}`), shelf);
  expect(readAll(shelf)).toHaveLength(MOST);
  expect(shelf.length).toBe(MOST);
  expect(readAll(shelf, later(LONGEST_DAYS + 1))).toEqual([]);
  expect(shelf.length).toBe(0);
});

test("the oldest make room where the browser gives no more", () => {
  const shelf = new Shelf(1200);
  [..."abcdefgh"].forEach((letter, day) => keep(talk(letter.repeat(200)), shelf, new Date(later(day))));
  const titles = readAll(shelf, later(8)).map(({ title }) => title[0]);
  expect(titles).toContain("h");
  expect(titles).not.toContain("a");
});

test("what another program has stored does no harm", () => {
  const shelf = new Shelf();
  shelf.setItem("aktenlotse.conversation.x", "{");
  shelf.setItem("aktenlotse.conversation.y", "null");
  expect(readAll(shelf)).toEqual([]);
});

test("the places that a refusal names are kept, those of an answer are not", () => {
  const hits = [{ score: 1 } as Hit];
  const [turn] = talk("?").turns;
  const refused = keep({ ...talk("?"), turns: [{ ...turn!, hits, answer: { refused: true, hits } as Answer }] }, new Shelf());
  expect(refused.turns[0]?.answer?.hits).toHaveLength(1);
  const answered = keep({ ...talk("?"), turns: [{ ...turn!, hits, answer: { refused: false, hits } as Answer }] }, new Shelf());
  expect(answered.turns[0]?.answer?.hits).toEqual([]);
});
