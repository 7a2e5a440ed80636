// Finds a quote on a page of a PDF, whose text comes in pieces with other spaces and hyphens than
// the text that was read from it. Knows pieces of text, no PDF.

export interface Piece {
  /** Which of the texts, and from where to where in it. */
  item: number;
  start: number;
  end: number;
}

const LETTER = /[\p{L}\p{N}]/u;
const LEAST = 16; // letters of a part of a quote that is looked for on its own

/** Where the quote stands; of one that goes on over the page's end, the part that is here. */
export function findOnPage(texts: string[], quote: string): Piece[] {
  const letters: { letter: string; item: number; at: number }[] = [];
  texts.forEach((text, item) => {
    for (let at = 0; at < text.length; at++) {
      const letter = text[at] ?? "";
      if (LETTER.test(letter)) letters.push({ letter: letter.toLowerCase(), item, at });
    }
  });
  const wanted = [...quote.toLowerCase()].filter((letter) => LETTER.test(letter)).join("");
  const place = longestPart(letters.map(({ letter }) => letter).join(""), wanted);
  if (!place) return [];
  const pieces = new Map<number, Piece>();
  for (const { item, at } of letters.slice(...place)) {
    const piece = pieces.get(item);
    if (piece) piece.end = at + 1;
    else pieces.set(item, { item, start: at, end: at + 1 });
  }
  return [...pieces.values()];
}

/** From where to where the whole stands in the text, or else its longer beginning or ending. */
function longestPart(text: string, wanted: string): [number, number] | null {
  const whole = wanted ? text.indexOf(wanted) : -1;
  if (whole >= 0) return [whole, whole + wanted.length];
  const head = commonLength((length) => text.endsWith(wanted.slice(0, length)), wanted.length);
  const tail = commonLength((length) => text.startsWith(wanted.slice(-length)), wanted.length);
  if (Math.max(head, tail) >= LEAST) return head >= tail ? [text.length - head, text.length] : [0, tail];
  return insidePart(text, wanted);
}

/** The longest length for which `fits`. */
function commonLength(fits: (length: number) => boolean, most: number): number {
  for (let length = most; length > 0; length--) if (fits(length)) return length;
  return 0;
}

/** The first half or the last half, where a header or footer stands between the lines. */
function insidePart(text: string, wanted: string): [number, number] | null {
  const half = Math.ceil(wanted.length / 2);
  if (half < LEAST) return null;
  for (const part of [wanted.slice(0, half), wanted.slice(half)]) {
    const at = text.indexOf(part);
    if (at >= 0) return [at, at + part.length];
  }
  return insidePart(text, wanted.slice(0, half)) ?? insidePart(text, wanted.slice(half));
}
