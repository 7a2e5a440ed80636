// The language of the pages. Another language is another file with the same keys.
export { words } from "./words.de";
