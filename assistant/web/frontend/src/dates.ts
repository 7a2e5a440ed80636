// Dates as people write them; knows the language's habits, not what the dates mean.
import { words } from "./words";

/** 31.12.2026 for an ISO date or time; the text itself if it is none. */
export function formatDate(iso: string): string {
  return format(iso, { day: "2-digit", month: "2-digit", year: "numeric" });
}

/** 31.12.2026, 14:05 for an ISO time. */
export function formatTime(iso: string): string {
  return format(iso, { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** Today in the reader's time zone, as YYYY-MM-DD. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function format(iso: string, habits: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso.length === 10 ? `${iso}T00:00` : iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(words.locale, habits).format(date);
}
