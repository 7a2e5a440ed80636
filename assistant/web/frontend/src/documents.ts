// <aktenlotse-documents>: the editors' page with all documents. Everyone may read the list;
// whoever changes something gives the editor's password.
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import {
  ApiError, editorToken, listDocuments, readCollections, readSettings,
  type Collection, type Job, type ListedDocument, type Settings,
} from "./api";
import { formatDate } from "./dates";
import type { DocumentDetails } from "./details";
import { headerStyle, pageHeader } from "./header";
import { isSuperseded } from "./labels";
import type { Login } from "./login";
import { icon, kernStyle } from "./style";
import { words } from "./words";
import type { UploadArea } from "./upload";
import "./details";
import "./login";
import "./upload";
import style from "./documents.css?inline";

const PAGE = 25;
const PATIENCE = 250;

@customElement("aktenlotse-documents")
export class Documents extends LitElement {
  static override styles = [...kernStyle, headerStyle, unsafeCSS(style)];

  @state() private settings: Settings | null = null;
  @state() private collections: Collection[] = [];
  @state() private documents: ListedDocument[] | null = null;
  @state() private total = 0;
  @state() private query = "";
  @state() private collection = "";
  @state() private offset = 0;
  @state() private editor = editorToken.read() !== null;
  @state() private trouble = "";
  @state() private said = "";
  @query("aktenlotse-login") private login!: Login;
  @query("aktenlotse-document") private details!: DocumentDetails;
  @query("aktenlotse-upload") private uploads!: UploadArea | null;
  private typing = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void readSettings().then((settings) => (this.settings = settings), () => undefined);
    void this.load();
  }

  override firstUpdated(): void {
    if (!this.editor) void this.logIn();
  }

  /** Does what needs the editor's password; asks for the password if it is missing or refused. */
  private readonly asEditor = async <T>(action: () => Promise<T>): Promise<T> => {
    for (let refused = false; ; refused = true) {
      if (editorToken.read() === null) await this.login.ask(refused);
      const used = editorToken.read();
      this.editor = true;
      try {
        return await action();
      } catch (reason) {
        if (!(reason instanceof ApiError) || reason.status !== 401) throw reason;
        if (editorToken.read() === used) this.logout(); // else a better one was entered meanwhile
      }
    }
  };

  private async logIn(): Promise<void> {
    this.editor = await this.login.ask(false).then(() => true, () => false);
  }

  private logout(): void {
    editorToken.forget();
    this.editor = false;
  }

  private async load(): Promise<void> {
    const { query: text, collection, offset } = this;
    try {
      const [found, collections] = await Promise.all([
        listDocuments({ query: text, collection, limit: PAGE, offset }),
        readCollections(),
      ]);
      if (text !== this.query || collection !== this.collection || offset !== this.offset) return; // a newer search runs
      this.documents = found.documents;
      this.total = found.total;
      this.collections = collections;
      this.trouble = "";
    } catch (reason) {
      this.trouble = reason instanceof Error ? reason.message : String(reason);
    }
  }

  override render(): TemplateResult {
    return html`${pageHeader(this.settings, { address: "./", text: words.toChat }, this.renderLogout())}
      <main>
        <h2>${words.documents.heading}</h2>
        <p class="intro">${words.documents.intro}</p>
        ${this.editor ? this.renderUpload() : this.renderLogin()}
        <h3 id="list">${words.documents.tableTitle}</h3>
        ${this.renderFilters()}
        <p class="said" role="status">${this.said}</p>
        ${this.trouble ? html`<div class="kern-alert kern-alert--danger" role="alert">
          <div class="kern-alert__header">${icon("danger")}<span class="kern-title">${this.trouble}</span></div>
        </div>` : this.renderList()}
      </main>
      <aktenlotse-login></aktenlotse-login>
      <aktenlotse-document
        .asEditor=${this.asEditor}
        .collections=${this.collections}
        @replaced=${(event: CustomEvent<Job>) => this.uploads?.follow(event.detail)}
        @changed=${(event: CustomEvent<string>) => this.changed(event.detail)}
      ></aktenlotse-document>`;
  }

  private renderLogout(): unknown {
    return this.editor
      ? html`<button class="quiet-button" @click=${this.logout}>${icon("logout")} ${words.documents.logout}</button>`
      : nothing;
  }

  private renderLogin(): TemplateResult {
    return html`<div class="login">
      <p>${words.documents.loginNeeded}</p>
      <button class="kern-btn kern-btn--primary" @click=${this.logIn}>
        <span class="kern-label">${words.documents.login}</span>
      </button>
    </div>`;
  }

  private renderUpload(): TemplateResult {
    return html`<aktenlotse-upload
      .asEditor=${this.asEditor}
      .collections=${this.collections}
      @ready=${() => void this.load()}
    ></aktenlotse-upload>`;
  }

  private renderFilters(): TemplateResult {
    return html`<div class="filters" role="search">
      <div class="kern-form-input">
        <label class="kern-label" for="query">${words.documents.search}</label>
        <input id="query" type="search" class="kern-form-input__input" placeholder=${words.documents.searchHint}
          @input=${(event: Event) => this.search((event.target as HTMLInputElement).value)} />
      </div>
      <div class="kern-form-input">
        <label class="kern-label" for="collection">${words.documents.collection}</label>
        <div class="kern-form-input__select-wrapper">
          <select id="collection" class="kern-form-input__select" @change=${this.choose}>
            <option value="">${words.documents.everyCollection}</option>
            ${this.collections.map(({ name, documents }) => html`<option value=${name} ?selected=${name === this.collection}>
              ${name} (${documents})</option>`)}
          </select>
        </div>
      </div>
    </div>`;
  }

  private renderList(): TemplateResult {
    if (!this.documents) return html`<p class="count">${words.documents.loading}</p>`;
    if (!this.total) {
      return html`<p role="status">${this.query || this.collection ? words.documents.noneFound : words.documents.none}</p>`;
    }
    return html`<p class="count" role="status">${words.documents.found(this.total)}</p>
      <table aria-labelledby="list">
        <thead><tr>
          <th scope="col">${words.documents.title}</th>
          <th scope="col" class="wide">${words.documents.collection}</th>
          <th scope="col" class="wide">${words.documents.valid}</th>
          <th scope="col" class="wide number">${words.documents.passages}</th>
          <th scope="col" class="wide">${words.documents.added}</th>
        </tr></thead>
        <tbody>${this.documents.map((document) => this.renderRow(document))}</tbody>
      </table>
      ${this.total > PAGE ? this.renderPaging() : nothing}`;
  }

  private renderRow(document: ListedDocument): TemplateResult {
    const { title, file_name, collection, passages, added } = document;
    const valid = validity(document);
    const short = [collection, valid, words.documents.passageCount(passages)].filter(Boolean).join(" · ");
    return html`<tr>
      <th scope="row">
        <button class="title" aria-haspopup="dialog" @click=${() => this.details.open(document)}>${title}</button>
        ${file_name === title ? nothing : html`<span class="file">${file_name}</span>`}
        <span class="narrow">${short}</span>
        ${isSuperseded(document) ? html`<span class="out-of-force">${words.source.superseded}</span>` : nothing}
      </th>
      <td class="wide">${collection ?? "–"}</td>
      <td class="wide nowrap">${valid || "–"}</td>
      <td class="wide number">${passages.toLocaleString(words.locale)}</td>
      <td class="wide nowrap">${formatDate(added)}</td>
    </tr>`;
  }

  private renderPaging(): TemplateResult {
    const end = Math.min(this.offset + PAGE, this.total);
    const step = (by: number, label: string, possible: boolean): TemplateResult => html`
      <button class="kern-btn kern-btn--secondary" ?disabled=${!possible} @click=${() => this.turn(by)}>
        <span class="kern-label">${label}</span>
      </button>`;
    return html`<nav class="paging" aria-label=${words.documents.paging}>
      <span role="status">${words.documents.range(this.offset + 1, end, this.total)}</span>
      ${step(-PAGE, words.documents.earlier, this.offset > 0)} ${step(PAGE, words.documents.later, end < this.total)}
    </nav>`;
  }

  private search(text: string): void {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.show({ query: text.trim(), offset: 0 }), PATIENCE);
  }

  private choose(event: Event): void {
    this.show({ collection: (event.target as HTMLSelectElement).value, offset: 0 });
  }

  private turn(by: number): void {
    this.show({ offset: Math.max(0, this.offset + by) });
    this.renderRoot.querySelector("#list")?.scrollIntoView();
  }

  private show(change: { query?: string; collection?: string; offset: number }): void {
    this.query = change.query ?? this.query;
    this.collection = change.collection ?? this.collection;
    this.offset = change.offset;
    void this.load();
  }

  private changed(said: string): void {
    this.said = said;
    if (this.documents?.length === 1 && this.offset) this.offset -= PAGE; // the page's last document may be gone
    void this.load();
  }
}

function validity({ valid_from, valid_to }: ListedDocument): string {
  const from = valid_from && words.documents.from(formatDate(valid_from));
  const to = valid_to && words.documents.until(formatDate(valid_to));
  return [from, to].filter(Boolean).join(" ");
}
