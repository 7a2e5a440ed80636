// What the pages about people ask the server: one function per request, and the shapes of the answers.
import { json, read, request } from "./api";

export type Ability = "read" | "edit" | "evaluate" | "administer";
export type Protection = "public" | "internal" | "confidential";

export interface Grant {
  holder: string;
  ability: Ability;
  collection: string;
}

export interface Account {
  id: string;
  name: string;
  shown: string;
  groups: string[];
  active: boolean;
  local: boolean;
  abilities: Omit<Grant, "holder">[];
}

export interface Rule {
  name: string;
  protection: Protection;
  release: boolean;
}

export interface DocumentRules {
  protection: Protection | null;
  rules: { holder: string; allowed: boolean }[];
}

export interface AuditEntry {
  number: number;
  at: string;
  actor: string;
  action: string;
  object: string;
  about: Record<string, string | number | boolean | null>;
}

export interface Token {
  id: string;
  name: string;
  abilities: Ability[];
  created: string;
  expires: string;
}

export interface AboutMe {
  account: { id: string; name: string; shown: string; groups: string[]; created: string; has_password: boolean };
  rights: Grant[];
  sessions: { created: string; seen: string }[];
  tokens: unknown[];
  conversations: unknown[];
  audit: unknown[];
}

const send = async (method: string, path: string, body?: unknown): Promise<void> =>
  void (await request(path, body === undefined ? { method } : json(method, body)));
const part = encodeURIComponent;

export const readAboutMe = (): Promise<AboutMe> => read("me");
export const eraseMyContents = (): Promise<void> => send("DELETE", "me");
export const changePassword = (current: string, wanted: string): Promise<void> => send("PUT", "me/password", { current, new: wanted });

export const readTokens = async (): Promise<Token[]> => (await read<{ tokens: Token[] }>("me/tokens")).tokens;
export const removeToken = (id: string): Promise<void> => send("DELETE", `me/tokens/${part(id)}`);
export const makeToken = async (name: string, abilities: Ability[], days: number): Promise<string> =>
  (await read<{ token: string }>("me/tokens", json("POST", { name, abilities, days }))).token;

export const readAccounts = async (): Promise<Account[]> => (await read<{ people: Account[] }>("people")).people;
export const addAccount = (name: string, shown: string, password: string): Promise<Account> =>
  read("people", json("POST", { name, shown: shown || null, password }));
export const changeAccount = (id: string, change: { active?: boolean; groups?: string[] }): Promise<void> => send("PATCH", `people/${part(id)}`, change);
export const resetPassword = (id: string, password: string): Promise<void> => send("PUT", `people/${part(id)}/password`, { password });
export const removeAccount = (id: string): Promise<void> => send("DELETE", `people/${part(id)}`);

export const readGrants = async (): Promise<Grant[]> => (await read<{ rights: Grant[] }>("rights")).rights;
export const give = (grant: Grant): Promise<void> => send("PUT", "rights", grant);
export const take = (grant: Grant): Promise<void> => send("DELETE", `rights?${new URLSearchParams({ ...grant })}`);

export const readRules = async (): Promise<Rule[]> => (await read<{ collections: Rule[] }>("protection")).collections;
export const setRule = ({ name, protection, release }: Rule): Promise<void> => send("PUT", "protection", { collection: name, protection, release });

export const readDocumentRules = (id: string): Promise<DocumentRules> => read(`documents/${part(id)}/rights`);
export const ruleDocument = (id: string, holder: string, allowed: boolean | null): Promise<void> =>
  send("PUT", `documents/${part(id)}/rights`, { holder, allowed });
export const protectDocument = (id: string, protection: Protection | null): Promise<void> =>
  send("PUT", `documents/${part(id)}/protection`, { protection });

export const readAudit = (before?: number): Promise<{ entries: AuditEntry[]; total: number }> => read(`audit${before ? `?before=${before}` : ""}`);
export const verifyAudit = (head: string): Promise<{ problems: string[]; head: string }> => read(`audit/verification?${new URLSearchParams({ head })}`);
export const readAuditFile = async (): Promise<Blob> => (await request("audit/export")).blob();
