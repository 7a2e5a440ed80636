// Talks to the server: one function per request. Knows addresses and formats, nothing of pages.
import { readEvents } from "./events";
import type {
  Document,
  ChatEvent,
  ChatRequest,
  DocumentText,
  Job,
  Collection,
  Feedback,
  MemoRequest,
  Rectangle,
  Settings,
  Metadata,
} from "./types";
import { words } from "./words";

export type * from "./types";

/** What went wrong, in a sentence for people, with the code that the server named. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

// The script lies in static/ beside the API, on whatever host and path it is served.
const scriptAddress = import.meta.url;
export function address(path: string): URL {
  return new URL(`../api/${path}`, scriptAddress);
}

/** Whoever is signed in stays so on other pages of the intranet too. Tells the page when nobody is, or nobody any more. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(address(path), { credentials: "include", ...init }).catch((reason: unknown) => {
    if (init.signal?.aborted) throw reason;
    throw new ApiError(0, "no_connection", words.errors.noConnection);
  });
  if (response.status === 401) dispatchEvent(new Event("aktenlotse-signed-out"));
  if (!response.ok) throw await readError(response);
  return response;
}

async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const { error, message } = (body ?? {}) as { error?: unknown; message?: unknown };
  return new ApiError(
    response.status,
    typeof error === "string" ? error : "unknown",
    typeof message === "string" ? message : words.errors.unexpected(response.status),
  );
}

export async function read<T>(path: string, init?: RequestInit): Promise<T> {
  return (await (await request(path, init)).json()) as T;
}

export function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** What happens while a question is answered, event by event; aborting stops the model too. */
export async function* ask(question: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const init = json("POST", question);
  const headers = { ...init.headers, Accept: "text/event-stream" };
  const response = await request("chat", { ...init, headers, signal });
  if (!response.body) return;
  for await (const { name, data } of readEvents(response.body)) {
    const content = JSON.parse(data) as never;
    if (name === "answer") yield { name, answer: content };
    else if (name === "passages" || name === "text" || name === "error") yield { name, ...(content as object) } as ChatEvent;
  }
}

export const readSettings = (): Promise<Settings> => read("settings");

export const readCollections = async (): Promise<Collection[]> =>
  (await read<{ collections: Collection[] }>("collections")).collections;

export const sendFeedback = async (feedback: Feedback): Promise<void> =>
  void (await request("feedback", json("POST", feedback)));

/** A Vermerk on answers, as a Word file. */
export const makeMemo = async (memo: MemoRequest): Promise<Blob> => (await request("vermerk", json("POST", memo))).blob();

const documentPath = (id: string): string => `documents/${encodeURIComponent(id)}`;

export const readDocumentText = (id: string): Promise<DocumentText> => read(`${documentPath(id)}/text`);

/** Where the text from `start` to `end` stands on a page, also of a scan. */
export const readRectangles = async (id: string, page: number, { start, end }: { start: number; end: number }): Promise<Rectangle[]> =>
  (await read<{ rectangles: Rectangle[] }>(`${documentPath(id)}/pages/${page}/rectangles?start=${start}&end=${end}`)).rectangles;

/** Where the original lies; a PDF opens on the page. */
export function originalAddress(document: Document, page: number | null = null): string {
  const url = address(`${documentPath(document.id)}/file`);
  if (page && document.file_name.toLowerCase().endsWith(".pdf")) url.hash = `page=${page}`;
  return url.href;
}

export function addDocument(file: File, metadata: Partial<Metadata>, name = file.name): Promise<Job> {
  return read("documents", { method: "POST", body: fileForm(file, metadata, name) });
}

export function replaceDocument(id: string, file: File): Promise<Job> {
  return read(`${documentPath(id)}/file`, { method: "PUT", body: fileForm(file, {}) });
}

function fileForm(file: File, metadata: Partial<Metadata>, name = file.name): FormData {
  const form = new FormData();
  form.set("file", file, name);
  for (const [key, value] of Object.entries(metadata)) if (value) form.set(key, value);
  return form;
}

export const deleteDocument = async (id: string): Promise<void> =>
  void (await request(documentPath(id), { method: "DELETE" }));

export const readActiveJobs = async (): Promise<Job[]> =>
  (await read<{ jobs: Job[] }>("jobs?active=true&limit=500")).jobs;
