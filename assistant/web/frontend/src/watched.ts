// Remembers which jobs this browser window follows, so that a reload loses none.
const KEY = "aktenlotse.jobs";

function keep(ids: Set<string>): void {
  sessionStorage.setItem(KEY, JSON.stringify([...ids]));
}

export const watchedJobs = {
  read: (): string[] => JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as string[],
  add: (id: string): void => keep(new Set(watchedJobs.read()).add(id)),
  drop: (id: string): undefined => {
    const ids = new Set(watchedJobs.read());
    ids.delete(id);
    keep(ids);
  },
};
