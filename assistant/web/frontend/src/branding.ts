// An authority's own colour, made legible: as dark or light as text and buttons need it on
// KERN's light and dark grounds (WCAG 2.1, contrast of 4.5 to 1). Knows colours, no element.
type Rgb = [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const DARK: Rgb = [19, 21, 37]; // KERN's darkest text
const TINTED_LIGHT: Rgb = [225, 228, 238]; // the darkest ground that coloured text stands on in light mode
const TINTED_DARK: Rgb = [42, 46, 66]; // the lightest one in dark mode
const LEAST = 4.5;
const STEP = 0.04;

/** The variables of host.css for a colour as #rrggbb. */
export function palette(colour: string): Record<string, string> {
  const own = parse(colour);
  const light = until(own, [0, 0, 0], TINTED_LIGHT);
  const dark = until(own, WHITE, TINTED_DARK);
  return {
    "--brand-light": show(light),
    "--brand-on-light": show(readableOn(light)),
    "--brand-dark": show(dark),
    "--brand-on-dark": show(readableOn(dark)),
  };
}

/** Any colour that CSS knows as #rrggbb, or null. */
export function asHex(colour: string): string | null {
  if (!colour || !CSS.supports("color", colour)) return null;
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!brush) return null;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data;
  return show([red, green, blue]);
}

/** WCAG 2.1's contrast ratio, from 1 to 21. */
export function contrast(one: string, other: string): number {
  return ratio(parse(one), parse(other));
}

/** The colour, moved towards `goal` until it stands out from the ground. */
function until(colour: Rgb, goal: Rgb, ground: Rgb): Rgb {
  let share = 0;
  let moved = colour;
  while (share < 1 && ratio(moved, ground) < LEAST) moved = mix(colour, goal, (share += STEP));
  return moved;
}

function readableOn(ground: Rgb): Rgb {
  return ratio(WHITE, ground) >= ratio(DARK, ground) ? WHITE : DARK;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, index) => Math.round(part + ((to[index] ?? 0) - part) * share)) as Rgb;
}

function ratio(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parse(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function show(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
