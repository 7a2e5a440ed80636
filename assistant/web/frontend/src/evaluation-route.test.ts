import { expect, test } from "vitest";
import { readPlace } from "./evaluation-route";

const place = (address: string) => readPlace(`https://amt.example${address}`, "/lotse/auswertung");

test("the address names the page, and the query the run", () => {
  expect(place("/lotse/auswertung").page).toBe("runs");
  expect(place("/lotse/auswertung/").page).toBe("runs");
  const { page, asked } = place("/lotse/auswertung/frage?lauf=a%2Fb&frage=q%201");
  expect([page, asked.get("lauf"), asked.get("frage")]).toEqual(["question", "a/b", "q 1"]);
});

test("an address that nobody knows is no page", () => {
  expect(place("/lotse/auswertung/irgendwas").page).toBe("unknown");
});
