// Takes conversations out of the browser: as Markdown, written here, or as a Vermerk, written by
// the server, which looks the sources up once more. Knows files, no element.
import { answerSpans } from "./answer-text";
import { makeMemo, type MemoRequest } from "./api";
import type { Turn } from "./conversation";
import { formatDate, formatTime } from "./dates";
import { placeLabel, standingLabel } from "./labels";
import { saveFile } from "./saving";
import type { Answer } from "./types";
import { words } from "./words";

type Answered = Turn & { answer: Answer };

/** The conversation with the sources of each answer, as Markdown. */
export function asMarkdown(title: string, turns: Turn[], notice: string): string {
  return [`# ${line(title)}`, `> ${notice}`, ...turns.filter(isAnswered).map(turnAsMarkdown)].join("\n\n") + "\n";
}

/** What the server needs for a Vermerk: it reads the passages itself. */
export function memoRequest(title: string, turns: Turn[]): MemoRequest {
  return { title, turns: turns.filter(isAnswered).map(memoTurn) };
}

export const hasAnswers = (turns: Turn[]): boolean => turns.some(isAnswered);

export function saveMarkdown(title: string, turns: Turn[], notice: string): void {
  saveFile(new Blob([asMarkdown(title, turns, notice)], { type: "text/markdown;charset=utf-8" }), words.conversations.fileName, "md");
}

/** Raises ApiError. */
export async function saveMemo(title: string, turns: Turn[]): Promise<void> {
  saveFile(await makeMemo(memoRequest(title, turns)), words.conversations.memoFileName, "docx");
}

function isAnswered(turn: Turn): turn is Answered {
  return turn.answer !== null;
}

function memoTurn({ request, answer, asked }: Answered): MemoRequest["turns"][number] {
  const { text, outcome, question, model, prompt, sentences } = answer;
  return {
    question: request.question,
    understood: question,
    asked,
    as_of: request.as_of,
    collections: request.collections,
    answer: text,
    outcome,
    model,
    prompt,
    sentences: sentences.map(({ text: words, citations }) => ({ text: words, citations })),
    citations: answer.citations.map(({ number, passage, quote }) => ({ number, passage: Number(passage.id), quote })),
  };
}

function turnAsMarkdown({ request, understood, answer, asked }: Answered): string {
  const facts = [
    `${words.conversations.asked} ${formatTime(asked)}`,
    request.as_of && words.answer.asOf(formatDate(request.as_of)),
    request.collections && words.answer.within(request.collections.join(", ")),
    `${words.conversations.model}: ${answer.model}`,
  ];
  const sources = answer.citations.map(({ number, passage, quote }) => {
    const { document } = passage;
    const parts = [document.title, placeLabel(passage), standingLabel(document), `${words.conversations.digest} ${document.digest}`];
    return `${number}. ${parts.filter(Boolean).join(", ")}\n   > ${line(quote)}`;
  });
  return [
    `## ${line(request.question)}`,
    understood && `${words.answer.understood} ${line(understood)}`,
    answerSpans(answer).map(({ text, mark }) => (mark.citation ? ` ${words.answer.citationMark(mark.citation)}` : text)).join(""),
    ...(answer.remarks ?? []).map((remark) => `> ${line(remark)}`),
    sources.length && `### ${words.answer.sources}\n\n${sources.join("\n")}`,
    `*${facts.filter(Boolean).join(" · ")}*`,
  ].filter(Boolean).join("\n\n");
}

const line = (text: string): string => text.replace(/\s+/g, " ").trim();
