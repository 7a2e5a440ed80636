// One file on its way into the library, as a line of a list: where it is, and why it did not get there.
import { html, nothing, type TemplateResult } from "lit";
import type { Job } from "./api";
import { editing } from "./editing-words";
import { documentAddress, follow } from "./route";
import { icon } from "./style";

export interface Upload {
  key: string;
  fileName: string;
  stage: "sending" | Job["status"];
  job?: boolean;
  documentId?: string | null;
  message?: string | null;
  code?: string | null;
  unchanged?: boolean;
  /** Sends the file once more, where it never reached the server. */
  again?: () => void;
}

const ICONS = { sending: "drive-folder-upload", waiting: "draft", running: "autorenew", ready: "success", failed: "danger" };

export function fromJob({ id, file_name, status, error, document_id, unchanged, ...job }: Job): Upload {
  return { key: id, fileName: file_name, stage: status, job: true, documentId: document_id, message: saidOf({ status, ...job }), code: error, unchanged };
}

function saidOf({ status, message, page, pages }: Pick<Job, "status" | "message" | "page" | "pages">): string | null {
  if (status === "failed") return message ?? editing().upload.unreadable;
  return status === "running" && page && pages ? editing().upload.page(page, pages) : message;
}

export function isFinished({ stage }: Upload): boolean {
  return stage === "ready" || stage === "failed";
}

export function renderUpload(upload: Upload, retry: (upload: Upload) => void): TemplateResult {
  const { fileName, stage, message, code, documentId, unchanged, again } = upload;
  const advice = stage === "failed" ? editing().upload.reasons[code ?? ""] : undefined;
  const said = unchanged ? editing().upload.unchanged : stage === "ready" && message ? editing().upload.doubt : editing().upload[stage];
  return html`<li class=${unchanged ? "unchanged" : stage}>
    ${icon(unchanged ? "info" : ICONS[stage])}
    <span class="name">${documentId ? html`<a href=${documentAddress(documentId)} @click=${follow}>${fileName}</a>` : fileName}</span>
    <span>${said}</span>
    ${message ? html`<p class="message">${message} ${advice ?? nothing}</p>` : nothing}
    ${again ? html`<button class="quiet-button" @click=${() => retry(upload)}>${icon("autorenew")} ${editing().upload.retry}</button>` : nothing}
  </li>`;
}
