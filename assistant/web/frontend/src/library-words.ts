// The words about the library as a whole in the language that is spoken, see words.ts.
import { words as de, type LibraryWords } from "./library-words.de";
import { words as en } from "./library-words.en";
import { language } from "./words";

export const wholeLibrary = (): LibraryWords => ({ de, en })[language];
