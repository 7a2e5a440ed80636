// The words of the evaluators' pages in the language that is spoken, see words.ts.
import { words as de, type EvaluationWords } from "./evaluation-words.de";
import { words as en } from "./evaluation-words.en";
import { language } from "./words";

export const evaluating = (): EvaluationWords => ({ de, en })[language];

/** The word for a code; the code itself where nobody has named it yet. */
export const named = (group: Record<string, string>, code: string): string => group[code] ?? code;
