import { expect, test } from "vitest";
import { readEvents } from "./events";

function stream(...pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
}

async function eventsOf(text: string, size: number) {
  const bytes = new TextEncoder().encode(text);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  const events = [];
  for await (const event of readEvents(stream(...pieces))) events.push(event);
  return events;
}

const SAID = 'event: text\ndata: {"text":"Größe"}\n\n: still here\n\nevent: answer\ndata: {}\n\n';
const HEARD = [
  { name: "text", data: '{"text":"Größe"}' },
  { name: "answer", data: "{}" },
];

test.each([1, 2, 3, 7, 1000])("events are the same in pieces of %i bytes", async (size) => {
  expect(await eventsOf(SAID, size)).toEqual(HEARD);
  expect(await eventsOf(SAID.replaceAll("\n", "\r\n"), size)).toEqual(HEARD);
});

test("the last event counts even without its empty line", async () => {
  expect(await eventsOf("data: a\ndata: b", 4)).toEqual([{ name: "message", data: "a\nb" }]);
});
