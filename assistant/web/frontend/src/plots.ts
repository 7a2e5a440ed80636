// Small drawings beside or inside tables that say the same in numbers. Knows numbers, not what they mean.
import { html, svg, type TemplateResult } from "lit";

const WIDTH = 200;

export interface Part {
  kind: string;
  value: number;
}

/** One bar in parts; each part has its kind as its class. */
export function stacked(parts: Part[]): TemplateResult {
  const total = parts.reduce((sum, { value }) => sum + value, 0) || 1;
  let at = 0;
  const drawn = parts.map(({ kind, value }) => {
    const width = (value / total) * WIDTH;
    at += width;
    return svg`<rect class="kind-${kind}" x=${at - width} y="0" width=${width} height="10" />`;
  });
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}

/** A share from 0 to 1 as a bar, with the line from `low` to `high` across its end. */
export function shareBar(value: number, interval?: [number, number]): TemplateResult {
  const x = (share: number): number => Math.min(1, Math.max(0, share)) * WIDTH;
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="ground" width=${WIDTH} height="10" />${svg`<rect width=${x(value)} height="10" />`}
    ${interval ? svg`<rect class="reach" x=${x(interval[0])} y="3.5" width=${Math.max(1, x(interval[1]) - x(interval[0]))} height="3" />` : ""}
  </svg>`;
}

/** A change with its interval, left or right of zero; `reach` is where the drawing ends on both sides. */
export function changeBar(change: number, low: number, high: number, reach: number): TemplateResult {
  const x = (value: number): number => WIDTH / 2 + (Math.min(reach, Math.max(-reach, value)) / (reach || 1)) * (WIDTH / 2 - 3);
  return html`<svg class="change" viewBox="0 0 ${WIDTH} 14" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="zero" x=${WIDTH / 2 - 0.5} y="0" width="1" height="14" />
      <rect class="reach" x=${x(low)} y="6" width=${Math.max(1, x(high) - x(low))} height="2" />
      <rect class="dot" x=${x(change) - 2.5} y="2" width="5" height="10" />`}
  </svg>`;
}

/** Values one after the other as a line from left to right. */
export function trend(values: number[], lowest = Math.min(...values), highest = Math.max(...values)): TemplateResult {
  const x = (index: number): number => (values.length < 2 ? WIDTH / 2 : 4 + (index / (values.length - 1)) * (WIDTH - 8));
  const y = (value: number): number => 44 - ((value - lowest) / (highest - lowest || 1)) * 38;
  const points = values.map((value, index) => `${x(index)},${y(value)}`).join(" ");
  return html`<svg class="trend" viewBox="0 0 ${WIDTH} 50" aria-hidden="true">${svg`<polyline points=${points} />
    ${values.map((value, index) => svg`<circle cx=${x(index)} cy=${y(value)} r="3" />`)}`}</svg>`;
}

/** Points whose x and y are shares, joined by a line, above a ground line and beside a scale from 0 to `highest`. */
export function curve(points: [number, number][], highest: number): TemplateResult {
  const drawn = points.map(([x, y]) => `${x * 600},${160 - (y / (highest || 1)) * 150}`).join(" ");
  return html`<svg class="curve" viewBox="0 0 600 162" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<polyline points=${drawn} /><line x1="0" x2="600" y1="161" y2="161" />`}
  </svg>`;
}
