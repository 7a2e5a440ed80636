// The words of the editors' pages in the language that is spoken, see words.ts.
import { words as de, type EditingWords } from "./editing-words.de";
import { words as en } from "./editing-words.en";
import { language } from "./words";

export const editing = (): EditingWords => ({ de, en })[language];
