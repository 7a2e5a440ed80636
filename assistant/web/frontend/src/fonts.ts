// The document's fonts: a shadow root cannot bring its own. They are read from the server when
// text first needs them; a page that forbids this shows its own sans-serif.
import medium from "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Medium.woff2?url";
import regular from "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Regular.woff2?url";
import semiBold from "@kern-ux/native/dist/fonts/fira-sans/FiraSans-SemiBold.woff2?url";

const WEIGHTS = { 400: regular, 500: medium, 600: semiBold };

/** Makes Fira Sans known to the document, once. */
export function bringFonts(): void {
  if ([...document.fonts].some((font) => font.family.includes("Fira Sans"))) return;
  for (const [weight, address] of Object.entries(WEIGHTS)) {
    document.fonts.add(new FontFace("Fira Sans", `url("${address}") format("woff2")`, { weight, display: "swap" }));
  }
}
