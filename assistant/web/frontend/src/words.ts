// The language of the pages: German unless an attribute, or a person by the switch, says otherwise.
// Elements read `words` while they draw; a change of language draws all of them again.
import { LitElement, type ReactiveControllerHost } from "lit";
import { words as de, type Words } from "./words.de";
import { words as en } from "./words.en";

const LANGUAGES = { de, en };
const KEY = "aktenlotse.language";

export type Language = keyof typeof LANGUAGES;

export let words: Words = de;
export let language: Language = "de";

const drawn = new Set<ReactiveControllerHost>();

LitElement.addInitializer((element) => {
  const host = element as LitElement;
  host.addController({ hostConnected: () => drawn.add(host), hostDisconnected: () => drawn.delete(host) });
});

/** Speaks what the person chose before, else `wanted`: "de", "en", or "auto" for the browser's language. */
export function startLanguage(wanted: string | null = null): void {
  const browser = wanted === "auto" ? navigator.languages.map((name) => name.slice(0, 2)).find(isLanguage) : wanted;
  const chosen = [localStorage.getItem(KEY), browser].find(isLanguage);
  speak(chosen ?? "de");
}

/** Speaks the other language, now and the next time. */
export function switchLanguage(): void {
  speak(otherLanguage());
  localStorage.setItem(KEY, language);
}

export const otherLanguage = (): Language => (language === "de" ? "en" : "de");

/** How the other language calls itself. */
export const otherLanguageName = (): string => LANGUAGES[otherLanguage()].language;

function isLanguage(name: string | null | undefined): name is Language {
  return name === "de" || name === "en";
}

function speak(chosen: Language): void {
  language = chosen;
  words = LANGUAGES[chosen];
  for (const host of drawn) host.requestUpdate();
}
