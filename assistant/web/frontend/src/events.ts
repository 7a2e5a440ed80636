// Reads server-sent events from a response body. Knows the format of the stream,
// not what the events mean.

export interface ServerEvent {
  name: string;
  data: string;
}

/** The event written in one block of lines, or null for a comment that keeps the line open. */
export function parseEvent(block: string): ServerEvent | null {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [field, value] = splitField(line);
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { name, data: data.join("\n") } : null;
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}

/** Each event as soon as it is complete, however the bytes were cut on their way. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      waiting += done ? decoder.decode() + "\n\n" : decoder.decode(value, { stream: true });
      // A lone \r at the end may be the first half of \r\n: leave it for the next piece.
      const blocks = waiting.replace(/\r\n/g, "\n").replace(/\r(?!$)/g, "\n").split("\n\n");
      waiting = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
