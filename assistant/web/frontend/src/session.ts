// Who works here: asks for the password where an action needs it, and keeps it for this browser session.
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ApiError, editorToken } from "./api";
import { NotLoggedIn, type Login } from "./login";

export type Allowed = <T>(action: () => Promise<T>) => Promise<T>;

export class Session implements ReactiveController {
  signedIn = editorToken.read() !== null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly dialog: () => Login,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    // the password is asked for when an action needs it
  }

  /** Does what needs the password; asks for it if it is missing or refused. */
  readonly allowed: Allowed = async (action) => {
    for (let refused = false; ; refused = true) {
      if (editorToken.read() === null) await this.dialog().ask(refused);
      const used = editorToken.read();
      this.change(true);
      try {
        return await action();
      } catch (reason) {
        if (!(reason instanceof ApiError) || reason.status !== 401) throw reason;
        if (editorToken.read() === used) this.logOut(); // else a better one was entered meanwhile
      }
    }
  };

  readonly logIn = async (): Promise<void> => {
    this.change(await this.dialog().ask(false).then(() => true, () => false));
  };

  readonly logOut = (): void => {
    editorToken.forget();
    this.change(false);
  };

  private change(signedIn: boolean): void {
    this.signedIn = signedIn;
    this.host.requestUpdate();
  }
}

/** What to tell the person; nothing where they chose not to sign in. */
export function troubleOf(reason: unknown): string {
  if (reason instanceof NotLoggedIn) return "";
  return reason instanceof Error ? reason.message : String(reason);
}
