// Charts as drawings, each with the table that says the same. Knows numbers and names, not what they mean.
import { html, svg, type TemplateResult } from "lit";
import { wholeLibrary } from "./library-words";
import { words } from "./words";

export interface Bar {
  name: string;
  value: number | null;
}

const WIDTH = 600;
const HEIGHT = 160;

/** Upright bars beside each other, one a day. */
export function columns(title: string, heading: string, unit: string, bars: Bar[]): TemplateResult {
  const highest = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const width = WIDTH / Math.max(1, bars.length);
  const drawn = bars.map(({ value }, index) => {
    const height = ((value ?? 0) / highest) * HEIGHT;
    return svg`<rect x=${index * width + width * 0.15} y=${HEIGHT - height} width=${width * 0.7} height=${height} />`;
  });
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT + 2}" preserveAspectRatio="none" aria-hidden="true">
      ${drawn}<line x1="0" x2=${WIDTH} y1=${HEIGHT + 1} y2=${HEIGHT + 1} /></svg>
    <div class="ends" aria-hidden="true"><span>${bars[0]?.name}</span><span>${bars.at(-1)?.name}</span></div>
    <details><summary>${wholeLibrary().overview.asTable}<span class="kern-sr-only">: ${title}</span></summary>${table(title, heading, unit, bars)}</details>
  </figure>`;
}

/** One bar in parts, with the table as its legend. */
export function parts(title: string, heading: string, unit: string, bars: Bar[]): TemplateResult {
  const total = Math.max(1, bars.reduce((sum, { value }) => sum + (value ?? 0), 0));
  let at = 0;
  const drawn = bars.map(({ value }, index) => {
    const width = ((value ?? 0) / total) * WIDTH;
    at += width;
    return svg`<rect class="part-${index}" x=${at - width} y="0" width=${width} height="24" />`;
  });
  return html`<figure>
    <svg class="flat" viewBox="0 0 ${WIDTH} 24" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>
    ${table(title, heading, unit, bars, total)}
  </figure>`;
}

function table(title: string, heading: string, unit: string, bars: Bar[], total = 0): TemplateResult {
  const { few, share } = wholeLibrary().overview;
  const shown = (value: number | null): string => (value === null ? few : value.toLocaleString(words.locale));
  return html`<table aria-label=${title}>
    <thead><tr><th scope="col">${heading}</th><th scope="col" class="number">${unit}</th>
      ${total ? html`<th scope="col" class="number">${share}</th>` : ""}</tr></thead>
    <tbody>${bars.map(({ name, value }, index) => html`<tr>
      <th scope="row">${total ? html`<span class="key part-${index}" aria-hidden="true"></span>` : ""}${name}</th>
      <td class="number">${shown(value)}</td>
      ${total ? html`<td class="number">${value === null ? "–" : `${Math.round((value / total) * 100)} %`}</td>` : ""}
    </tr>`)}</tbody>
  </table>`;
}
