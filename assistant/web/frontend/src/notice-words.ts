// The texts of the notices in the language that is spoken, see words.ts.
import { notices as de } from "./notice-words.de";
import { notices as en } from "./notice-words.en";
import { language } from "./words";

export type { Part } from "./notice-words.de";
export const notices = (): typeof de => ({ de, en })[language];
