// From what a person drops or chooses to files with their path: folders are walked through, what systems
// leave behind in folders is left out.

export interface NamedFile {
  file: File;
  name: string;
}

const LEFTOVERS = /(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX\/)/i;

export const isLeftover = (name: string): boolean => LEFTOVERS.test(name);

export function chosenFiles(files: FileList | null): NamedFile[] {
  return [...(files ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/** All files of a drop. Called while the drop happens: later the browser has forgotten it. */
export function droppedFiles(transfer: DataTransfer | null): Promise<NamedFile[]> {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return Promise.resolve(chosenFiles(transfer?.files ?? null));
  return Promise.all(entries.map(filesBelow)).then((found) => found.flat());
}

async function filesBelow(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  const found: NamedFile[] = [];
  for (const below of await entriesOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesBelow(below)));
  return found;
}

/** A folder is read in portions; an empty one is the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!portion.length) return all;
    all.push(...portion);
  }
}
