// <aktenlotse-releases>: which documents others do not find yet or not for long, by how far their release has come.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatDate } from "./dates";
import { wholeLibrary } from "./library-words";
import { readReleases, type Releases, type ReleaseStanding } from "./release-api";
import { documentAddress, follow } from "./route";
import { innerStyle } from "./style";
import editingStyle from "./editing.css?inline";
import style from "./release.css?inline";

const WAITING: ReleaseStanding[] = ["proposed", "due", "new", "recalled"];

@customElement("aktenlotse-releases")
export class ReleaseList extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @state() private shown: ReleaseStanding = "proposed";
  @state() private found: Releases | null = null;

  override firstUpdated(): void {
    void this.show("proposed");
  }

  override render(): unknown {
    const { release: say } = wholeLibrary();
    const { found } = this;
    if (!found || !WAITING.some((name) => found.counts[name])) return nothing;
    return html`<section aria-labelledby="releases">
      <h3 id="releases">${say.heading}</h3>
      <p class="muted">${say.hint}</p>
      <div class="filter" role="group" aria-labelledby="releases">${WAITING.map((name) => html`<button class="quiet-button"
        aria-pressed=${name === this.shown} @click=${() => this.show(name)}>${say.standings[name]} (${found.counts[name]})</button>`)}</div>
      <ul class="entries" aria-live="polite">${found.total ? found.releases.map(renderEntry) : html`<li class="muted">${say.none}</li>`}</ul>
      ${found.total > found.releases.length ? html`<p class="muted">${wholeLibrary().condition.shown(found.releases.length, found.total)}</p>` : nothing}
    </section>`;
  }

  private async show(standing: ReleaseStanding): Promise<void> {
    const found = await readReleases(standing).catch(() => null);
    if (found) [this.shown, this.found] = [standing, found];
  }
}

function renderEntry({ document, proposed_by, review }: Releases["releases"][number]): TemplateResult {
  const { release: say } = wholeLibrary();
  const more = [document.collection, proposed_by && say.from(proposed_by), review && say.reviewOn(formatDate(review))].filter(Boolean).join(" · ");
  return html`<li><a href=${documentAddress(document.id)} @click=${follow}>${document.title}</a> <span class="muted">${more}</span></li>`;
}
