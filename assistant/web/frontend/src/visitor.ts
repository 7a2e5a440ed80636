// Who is visiting: asked once for a page. Knows how to sign in and out and where the sign-in page is, no element.
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ApiError, json, read, request } from "./api";

/** What everybody may see before they sign in. */
export interface Entrance {
  name: string;
  authority: string | null;
  identity: "local" | "oidc" | "proxy" | "demo";
  contact: string;
  enforcement: string;
  privacy_contact: string;
  conversation_days: number;
  confidential_days: number;
  question_days: number;
}

export interface Person {
  name: string;
  shown: string;
  /** The collections that the person edits, or * for all. */
  edits: "*" | string[];
  evaluates: boolean;
  administers: boolean;
}

const TARGET = "ziel";
const base = new URL("../", import.meta.url); // the script lies in static/ beside the pages
let entrance: Promise<Entrance> | null = null;
let person: Promise<Person | null> | null = null;

export const readEntrance = (): Promise<Entrance> => (entrance ??= read<Entrance>("entrance").catch(unread));

/** Who is signed in, if anybody is. */
export const readPerson = (): Promise<Person | null> => (person ??= read<Person>("session").catch(nobody));

function unread(reason: unknown): never {
  entrance = null;
  throw reason;
}

function nobody(reason: unknown): null {
  person = null;
  if (reason instanceof ApiError && reason.status === 401) return null;
  throw reason;
}

export async function signIn(name: string, password: string): Promise<void> {
  await request("session", json("POST", { name, password }));
  person = null;
}

export async function signOut(everywhere = false): Promise<void> {
  await request(`session?everywhere=${everywhere}`, { method: "DELETE" });
  person = null;
}

export const ownAddress = (page: string): string => new URL(page, base).href;

/** The sign-in page, which leads back to where one is now. */
export function signInAddress(from = location.href): string {
  const address = new URL("anmelden", base);
  address.searchParams.set(TARGET, from.startsWith(base.href) ? from.slice(base.href.length) : "");
  return address.href;
}

/** Where the sign-in page leads back to: a page of ours, whatever the address says. */
export function wantedAddress(search = location.search): string {
  const wanted = new URL(new URLSearchParams(search).get(TARGET) ?? "", base);
  return wanted.href.startsWith(base.href) ? wanted.href : base.href;
}

/** The identity provider's page, which leads back too. */
export function providerAddress(): string {
  const address = new URL("api/session/login", base);
  const { pathname, search, hash } = new URL(wantedAddress());
  address.searchParams.set("target", pathname + search + hash);
  return address.href;
}

/** On our own pages: whoever is not signed in, or no longer, is asked to. */
export function askToSignIn(): void {
  addEventListener("aktenlotse-signed-out", () => location.replace(signInAddress()), { once: true });
}

/** Lets an element know the visitor as soon as the server has said who it is. */
export class Visitor implements ReactiveController {
  entrance: Entrance | null = null;
  person: Person | null = null;
  known = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly atOnce = true,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    if (this.atOnce) this.ask();
  }

  forget(): void {
    person = null;
    this.person = null;
    this.host.requestUpdate();
  }

  ask(): void {
    void Promise.all([readEntrance(), readPerson()]).then(
      ([found, who]) => {
        this.entrance = found;
        this.person = who;
        this.known = true;
        this.host.requestUpdate();
      },
      () => undefined, // what the page does next will say what is wrong
    );
  }

  get isDemo(): boolean {
    return this.entrance?.identity === "demo";
  }

  get edits(): boolean {
    return Boolean(this.person?.edits.length);
  }
}
