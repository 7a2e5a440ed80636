// The words of the pages about people in the language that is spoken, see words.ts.
import { words as de, type PeopleWords } from "./people-words.de";
import { words as en } from "./people-words.en";
import { language } from "./words";

export const people = (): PeopleWords => ({ de, en })[language];
