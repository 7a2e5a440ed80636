// Whom a right or a rule is for: everyone, a group, or a person; how it is called, and how it is chosen.
import { html, nothing, type TemplateResult } from "lit";
import { input, select } from "./inputs";
import type { Account } from "./people-api";
import { people } from "./people-words";

const GROUP = "group:";

export function holderLabel(holder: string, accounts: Account[]): string {
  const { rights: say } = people();
  if (holder === "everyone") return say.everyone;
  if (holder.startsWith(GROUP)) return say.group(holder.slice(GROUP.length));
  return accounts.find(({ id }) => `person:${id}` === holder)?.shown ?? say.unknown;
}

export function renderHolderChoice(accounts: Account[], group: boolean, changed: (group: boolean) => void): TemplateResult {
  const { rights: say } = people();
  const groups = [...new Set(accounts.flatMap(({ groups: names }) => names))].sort();
  const choices: (readonly [string, string])[] = [
    ["everyone", say.everyone],
    [GROUP, say.groupChoice],
    ...accounts.map(({ id, shown }) => [`person:${id}`, shown] as const),
  ];
  return html`${select("holder", say.holder, "everyone", choices, (value) => changed(value === GROUP))}
    ${group ? html`${input({ id: "group", label: say.groupName, list: "groups" })}
      <datalist id="groups">${groups.map((name) => html`<option value=${name}></option>`)}</datalist>` : nothing}`;
}

/** The holder that a form names; nothing if the group has no name yet. */
export function chosenHolder({ holder = "", group = "" }: Record<string, string>): string {
  if (holder !== GROUP) return holder;
  return group ? GROUP + group : "";
}
