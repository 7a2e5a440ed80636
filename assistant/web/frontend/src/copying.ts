// Takes an answer along as plain text with its sources. Knows the clipboard.
import { answerSpans } from "./answer-text";
import type { Answer } from "./api";
import { placeLabel, standingLabel } from "./labels";
import { words } from "./words";

/** The answer with [1] where it cites, its sources below, and the reminder to check it. */
export function answerAsText(answer: Answer, notice: string): string {
  const text = answerSpans(answer)
    .map(({ text: piece, mark }) => (mark.citation ? ` ${words.answer.citationMark(mark.citation)}` : piece))
    .join("");
  const sources = answer.citations.map(({ number, passage }) => {
    const parts = [passage.document.title, placeLabel(passage), standingLabel(passage.document)];
    return `${words.answer.citationMark(number)} ${parts.filter(Boolean).join(", ")}`;
  });
  const listed = sources.length ? `\n\n${words.answer.sources}\n${sources.join("\n")}` : "";
  return `${text}${listed}\n\n${notice}`;
}

/** Whether the text is on the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  if (!window.isSecureContext) return copyBySelection(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copyBySelection(text),
  );
}

// Intranet pages without HTTPS have no navigator.clipboard.
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
