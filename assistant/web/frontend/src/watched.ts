// What this browser window remembers so that a reload loses nothing: the jobs that it follows, and the names
// of the files that are not sent yet.
const JOBS = "aktenlotse.jobs";
const UNSENT = "aktenlotse.unsent";

function read(key: string): string[] {
  return JSON.parse(sessionStorage.getItem(key) ?? "[]") as string[];
}

export const watchedJobs = {
  read: (): string[] => read(JOBS),
  keep: (ids: Iterable<string>): void => sessionStorage.setItem(JOBS, JSON.stringify([...ids])),
};

export const unsentFiles = {
  read: (): string[] => read(UNSENT),
  keep: (names: string[]): void => sessionStorage.setItem(UNSENT, JSON.stringify(names)),
};
