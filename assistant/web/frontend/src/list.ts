// <aktenlotse-list>: all documents, searched, filtered, sorted and by the page; what is asked for stands in the address.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { readCollections, type Collection } from "./api";
import { formatDate } from "./dates";
import { findDocuments, type Entry, type Search, type Standing } from "./editing-api";
import { editing } from "./editing-words";
import { standingMark, validity } from "./marks";
import { documentAddress, follow } from "./route";
import { icon, innerStyle } from "./style";
import { words } from "./words";
import "./releases";
import "./upload";
import editingStyle from "./editing.css?inline";
import style from "./list.css?inline";

const PAGE = 25;
const PATIENCE = 40;
const STANDINGS: Standing[] = ["in_force", "soon", "coming", "expired"];
const NONE = { query: "", collection: "", standing: "", doubtful: "", order: "title", offset: 0 };
const COLUMNS = ["title", "collection", "valid_to", "added"] as const;

@customElement("aktenlotse-list")
export class DocumentList extends LitElement {
  static override styles = [...innerStyle, unsafeCSS(editingStyle), unsafeCSS(style)];

  @property({ attribute: false }) editor = false;
  @state() private collections: Collection[] = [];
  @state() private documents: Entry[] | null = null;
  @state() private total = 0;
  @state() private search = readSearch();
  @state() private trouble = "";
  private typing = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.back);
    this.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.back);
  }

  private readonly back = (): void => {
    this.search = readSearch();
    void this.load();
  };

  /** What there is, anew: the library has changed, or may have. */
  private readonly refresh = (): void => {
    void readCollections().then((found) => (this.collections = found), () => undefined);
    void this.load();
  };

  private async load(): Promise<void> {
    const { search } = this;
    try {
      const found = await findDocuments({ ...search, limit: PAGE });
      if (search !== this.search) return; // a newer search runs
      if (!found.documents.length && found.total) return this.show({ offset: PAGE * (Math.ceil(found.total / PAGE) - 1) });
      this.documents = found.documents;
      this.total = found.total;
      this.trouble = "";
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }

  override render(): TemplateResult {
    return html`${this.editor ? html`<aktenlotse-upload .collections=${this.collections}
        @ready=${this.refresh}></aktenlotse-upload>
        <aktenlotse-releases></aktenlotse-releases>` : nothing}
      <h3 id="list" tabindex="-1">${editing().list.tableTitle}</h3>
      ${this.renderFilters()}
      ${this.trouble ? html`<div class="kern-alert kern-alert--danger" role="alert">
        <div class="kern-alert__header">${icon("danger")}<span class="kern-title">${this.trouble}</span></div>
      </div>` : this.renderList()}`;
  }

  private renderFilters(): TemplateResult {
    const { list } = editing();
    const { search } = this;
    const collections = this.collections.map(({ name, documents }): [string, string] => [name, `${name} (${documents})`]);
    return html`<div class="filters" role="search">
      <div class="kern-form-input wide-field">
        <label class="kern-label" for="query">${editing().list.search}</label>
        <input id="query" type="search" class="kern-form-input__input" placeholder=${editing().list.searchHint} .value=${search.query}
          @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)} />
      </div>
      ${this.renderChoice("collection", editing().list.collection, editing().list.everyCollection, collections)}
      ${this.renderChoice("standing", list.standing, list.everyStanding, STANDINGS.map((name) => [name, editing().standings[name]]))}
      ${this.renderChoice("doubtful", list.state, list.everyState, [["true", list.doubtful]])}
      <div class="only-narrow">
        ${this.renderChoice("order", list.sortedBy, null, COLUMNS.flatMap((name) => [
          [name, columnName(name)], [`-${name}`, list.descending(columnName(name))],
        ]))}
      </div>
    </div>`;
  }

  private renderChoice(name: keyof Search, label: string, every: string | null, choices: [string, string][]): TemplateResult {
    const chosen = String(this.search[name as keyof typeof NONE]);
    return html`<div class="kern-form-input">
      <label class="kern-label" for=${name}>${label}</label>
      <div class="kern-form-input__select-wrapper">
        <select id=${name} class="kern-form-input__select"
          @change=${(event: Event) => this.show({ [name]: (event.target as HTMLSelectElement).value, offset: 0 })}>
          ${every === null ? nothing : html`<option value="" ?selected=${!chosen}>${every}</option>`}
          ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
        </select>
      </div>
    </div>`;
  }

  private renderList(): TemplateResult {
    if (!this.documents) return html`<p class="count">${editing().list.loading}</p>`;
    const whole = this.collections.reduce((sum, { documents }) => sum + documents, 0);
    const filtered = isFiltered(this.search);
    const reset = filtered
      ? html`<button class="quiet-button" @click=${() => this.show(NONE)}>${icon("close")} ${editing().list.reset}</button>`
      : nothing;
    const found = filtered ? editing().list.filtered(this.total, whole) : editing().list.found(this.total);
    const said = this.total ? found : filtered ? editing().list.noneFound : editing().list.none;
    return html`<div class="count"><span role="status">${said}</span>${reset}</div>
      ${this.total ? this.renderTable(this.documents) : nothing}
      ${this.total > PAGE ? this.renderPaging() : nothing}`;
  }

  private renderTable(documents: Entry[]): TemplateResult {
    return html`<table aria-labelledby="list">
      <thead><tr>
        ${this.renderColumn("title", "")}
        ${this.renderColumn("collection", "wide")}
        ${this.renderColumn("valid_to", "wide")}
        <th scope="col" class="wide number">${editing().list.passages}</th>
        ${this.renderColumn("added", "wide")}
      </tr></thead>
      <tbody>${documents.map(renderRow)}</tbody>
    </table>`;
  }

  private renderColumn(name: (typeof COLUMNS)[number], width: string): TemplateResult {
    const { order } = this.search;
    const sorted = order === name ? "ascending" : order === `-${name}` ? "descending" : "none";
    return html`<th scope="col" class=${width} aria-sort=${sorted === "none" ? nothing : sorted}>
      <button class="sort" title=${editing().list.sortBy(columnName(name))}
        @click=${() => this.show({ order: order === name ? `-${name}` : name, offset: 0 })}>
        ${columnName(name)}<span class="arrow ${sorted}" aria-hidden="true"></span>
      </button>
    </th>`;
  }

  private renderPaging(): TemplateResult {
    const page = this.search.offset / PAGE;
    const last = Math.ceil(this.total / PAGE) - 1;
    const step = (to: number, label: string): TemplateResult => html`
      <button class="kern-btn kern-btn--secondary" aria-disabled=${to < 0 || to > last || to === page}
        @click=${() => this.turn(to, page, last)}><span class="kern-label">${label}</span></button>`;
    return html`<nav class="paging" aria-label=${editing().list.paging}>
      <span role="status">${editing().list.page(page + 1, last + 1)}</span>
      ${last > 1 ? step(0, editing().list.first) : nothing}
      ${step(page - 1, editing().list.earlier)} ${step(page + 1, editing().list.later)}
      ${last > 1 ? step(last, editing().list.last) : nothing}
    </nav>`;
  }

  private type(text: string): void {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.show({ query: text.trim(), offset: 0 }), PATIENCE);
  }

  private turn(to: number, page: number, last: number): void {
    if (to < 0 || to > last || to === page) return;
    this.show({ offset: to * PAGE });
    const heading = this.renderRoot.querySelector<HTMLElement>("#list");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView();
  }

  private show(change: Partial<typeof NONE>): void {
    this.search = { ...this.search, ...change };
    history.replaceState(null, "", searchAddress(this.search));
    void this.load();
  }
}

function renderRow(document: Entry): TemplateResult {
  const { title, file_name, collection, passages, added, standing, doubt } = document;
  const short = [collection, validity(document), editing().list.passageCount(passages)].filter(Boolean).join(" · ");
  return html`<tr>
    <th scope="row">
      <a class="title" href=${documentAddress(document.id)} @click=${follow}>${title}</a>
      ${file_name === title ? nothing : html`<span class="file">${file_name}</span>`}
      <span class="narrow">${short}</span>
      <span class="marks narrow-marks">${standingMark(standing)}</span>
      ${doubt ? html`<span class="mark doubtful">${editing().list.doubtfulMark}</span>` : nothing}
    </th>
    <td class="wide">${collection ?? "–"}</td>
    <td class="wide">${validity(document) || "–"} ${standingMark(standing)}</td>
    <td class="wide number">${passages.toLocaleString(words.locale)}</td>
    <td class="wide nowrap">${formatDate(added)}</td>
  </tr>`;
}

function columnName(name: (typeof COLUMNS)[number]): string {
  const { title, collection, valid, added } = editing().list;
  return { title, collection, valid_to: valid, added }[name];
}

function isFiltered({ query, collection, standing, doubtful }: typeof NONE): boolean {
  return Boolean(query || collection || standing || doubtful);
}

function readSearch(): typeof NONE {
  const given = new URLSearchParams(location.search);
  const offset = Number(given.get("offset"));
  const search = Object.fromEntries(Object.entries(NONE).map(([key, value]) => [key, given.get(key) ?? value]));
  return { ...(search as typeof NONE), offset: Number.isSafeInteger(offset) && offset > 0 ? offset - (offset % PAGE) : 0 };
}

function searchAddress(search: typeof NONE): string {
  const changed = Object.entries(search).filter(([key, value]) => value !== NONE[key as keyof typeof NONE]);
  const query = new URLSearchParams(changed.map(([key, value]) => [key, String(value)])).toString();
  return `${location.pathname}${query ? `?${query}` : ""}`;
}
