// Turns an answer into marked text: every piece knows its sentence's verdict, every
// citation its place. Knows the answer, not how it is drawn.
import type { Answer, Sentence, Verdict } from "./api";
import type { Span } from "./blocks";

export interface AnswerMark {
  verdict: Verdict;
  /** The number of a citation that stands here; then the piece has no text. */
  citation: number | null;
  /** Here ends a sentence that its sources do not fully bear out; the piece has no text. */
  doubt?: boolean;
}

const PLAIN: AnswerMark = { verdict: "unchecked", citation: null };
const MARKERS = /\s*\[(\d+(?:\s*,\s*\d+)*)\]/g;

/** The answer's sentences in order, with their citations where the text has them or at the end. */
export function answerSpans(answer: Answer): Span<AnswerMark>[] {
  const known = new Set(answer.citations.map((citation) => citation.number));
  const sentences = sentencesOf(answer);
  const gaps = gapsBefore(sentences, answer.text);
  return sentences
    .flatMap((sentence, index) => [{ text: gaps[index] ?? "", mark: PLAIN }, ...sentenceSpans(sentence, known)])
    .filter((span) => span.text || span.mark.citation || span.mark.doubt);
}

/** The answer's sentences; one that was never split and checked is a single one. */
export function sentencesOf({ sentences, text }: Answer): Sentence[] {
  return sentences.length ? sentences : [{ text, citations: [], verdict: "unchecked", reason: "", ground: [], share: 0 }];
}

/** Text that is still being written: its citations are not known yet. */
export function unfinishedSpans(text: string): Span<AnswerMark>[] {
  return [{ text: withoutMarkers(text), mark: PLAIN }];
}

/** The text as it is read aloud: no numbers in brackets, no asterisks, no bars between cells. */
export function spokenText(text: string): string {
  const cells = (line: string): string => line.split("|").map((cell) => cell.trim()).filter(Boolean).join(", ");
  return withoutMarkers(text).replaceAll("**", "").split("\n").map(cells).join("\n");
}

/** The text without its citations. */
export function withoutMarkers(text: string): string {
  return text.replace(MARKERS, "");
}

function sentenceSpans(sentence: Sentence, known: Set<number>): Span<AnswerMark>[] {
  const { text, verdict } = sentence;
  const spans: Span<AnswerMark>[] = [];
  const cited = new Set<number>();
  let from = 0;
  for (const match of text.matchAll(MARKERS)) {
    const numbers = (match[1] ?? "").split(",").map(Number);
    if (!numbers.every((number) => known.has(number))) continue; // "[12]" that is part of the text
    const end = match.index + match[0].length;
    const stop = /^[.,;:!?]+/.exec(text.slice(end))?.[0] ?? ""; // a number never parts a word from its full stop
    spans.push({ text: text.slice(from, match.index) + stop, mark: { verdict, citation: null } });
    for (const number of numbers) spans.push(citationSpan(number, verdict, cited));
    from = end + stop.length;
  }
  spans.push({ text: text.slice(from), mark: { verdict, citation: null } });
  const missing = sentence.citations.filter((number) => known.has(number) && !cited.has(number));
  spans.push(...missing.map((number) => citationSpan(number, verdict, cited)));
  if (verdict === "partly" || verdict === "unsupported") {
    spans.push({ text: "", mark: { verdict, citation: null, doubt: true } });
  }
  return spans;
}

function citationSpan(citation: number, verdict: Verdict, cited: Set<number>): Span<AnswerMark> {
  cited.add(citation);
  return { text: "", mark: { verdict, citation } };
}

/** What stands between the sentences in the whole text: a space, a line break, an empty line. */
function gapsBefore(sentences: Sentence[], text: string): string[] {
  const bare = withoutMarkers(text);
  let end = 0;
  return sentences.map((sentence, index) => {
    const words = withoutMarkers(sentence.text).trim();
    const start = bare.indexOf(words, end);
    if (start < 0) return index ? fallbackGap(sentence.text) : "";
    const gap = bare.slice(end, start);
    end = start + words.length;
    if (!index) return "";
    return gap.trim() ? " " : gap;
  });
}

function fallbackGap(text: string): string {
  return text.startsWith("|") ? "\n" : " ";
}
