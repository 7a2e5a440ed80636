import { expect, test } from "vitest";
import { readRoute } from "./route";

test("an address below any path names its page", () => {
  expect(readRoute("/redaktion", "/")).toEqual({ page: "documents", documentId: "" });
  expect(readRoute("/aktenlotse/redaktion/zustand/", "/aktenlotse/")).toEqual({ page: "condition", documentId: "" });
});

test("a document's address holds its id", () => {
  expect(readRoute("/redaktion/dokumente/a%2Fb", "/")).toEqual({ page: "document", documentId: "a/b" });
});

test("an address that nobody knows is said to be unknown", () => {
  expect(readRoute("/redaktion/anderswo", "/").page).toBe("unknown");
});
