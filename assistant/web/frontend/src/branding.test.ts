import { expect, test } from "vitest";
import { contrast, palette } from "./branding";

test.each(["#ffff00", "#c8102e", "#000000", "#ffffff", "#7fbf3f", "#2044aa"])("%s becomes legible in light and dark", (colour) => {
  const made = palette(colour);
  expect(contrast(made["--brand-light"] ?? "", "#ffffff")).toBeGreaterThanOrEqual(4.5);
  expect(contrast(made["--brand-dark"] ?? "", "#131525")).toBeGreaterThanOrEqual(4.5);
  expect(contrast(made["--brand-on-light"] ?? "", made["--brand-light"] ?? "")).toBeGreaterThanOrEqual(4.5);
  expect(contrast(made["--brand-on-dark"] ?? "", made["--brand-dark"] ?? "")).toBeGreaterThanOrEqual(4.5);
});

test("a colour that is dark enough stays as it is", () => {
  expect(palette("#005a3c")["--brand-light"]).toBe("#005a3c");
});
