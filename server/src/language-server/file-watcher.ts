import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, isAbsolute, relative, sep } from 'node:path';

/** How long a file must be quiet before it counts as changed: writers write in pieces. */
const quietMs = 40;

interface WatchedFolder {
  readonly watcher: FSWatcher;
  readonly inode: bigint;
}

/**
 * Watches files by their folders, so that creation, replacement and deletion are seen too; where a folder does not
 * exist, its nearest existing ancestor is watched until it does.
 */
export class FileWatcher {
  private paths: ReadonlySet<string> = new Set();
  private readonly folders = new Map<string, WatchedFolder>();
  private readonly pending = new Map<string, NodeJS.Timeout>();

  constructor(private readonly onChange: (path: string) => void) {}

  /** Watches exactly these absolute paths from now on. */
  watch(paths: ReadonlySet<string>): void {
    this.paths = paths;
    this.arrange();
  }

  watches(path: string): boolean {
    return this.paths.has(path);
  }

  close(): void {
    this.watch(new Set());
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }

  /** Opens and closes watchers until each path's nearest existing folder has one. */
  private arrange(): void {
    const wanted = new Map([...this.paths].flatMap((path) => nearestFolder(dirname(path))));
    for (const [folder, { watcher, inode }] of this.folders) {
      if (wanted.get(folder) === inode) continue;
      watcher.close();
      this.folders.delete(folder);
    }
    for (const [folder, inode] of wanted) {
      if (this.folders.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, (_, name) => this.seen(folder, name));
        watcher.on('error', () => this.forget(folder));
        this.folders.set(folder, { watcher, inode });
      } catch {
        // A folder that cannot be watched: its files are looked at again when the manifest is opened or saved.
      }
    }
  }

  private forget(folder: string): void {
    this.folders.get(folder)?.watcher.close();
    this.folders.delete(folder);
  }

  private seen(folder: string, name: string | null): void {
    for (const path of this.paths) {
      const [next, ...rest] = stepsBelow(folder, path);
      if (next === undefined) continue;
      // Some systems name the folder itself where something about it changed.
      const isFolder = rest.length === 0 && name === basename(folder);
      if (name === null || name === next || isFolder) this.schedule(path);
    }
  }

  private schedule(path: string): void {
    clearTimeout(this.pending.get(path));
    const report = (): void => {
      this.pending.delete(path);
      this.arrange();
      this.onChange(path);
    };
    this.pending.set(path, setTimeout(report, quietMs));
  }
}

/** The names that lead from a folder down to a path; none where it is not below. */
function stepsBelow(folder: string, path: string): readonly string[] {
  const steps = relative(folder, path).split(sep);
  return steps[0] === '' || steps[0] === '..' || isAbsolute(steps[0]!) ? [] : steps;
}

/** The folder, or its nearest ancestor that exists, with the number that tells it from a later one of the same name. */
function nearestFolder(folder: string): readonly (readonly [string, bigint])[] {
  for (let current = folder; ; current = dirname(current)) {
    try {
      return [[current, statSync(current, { bigint: true }).ino]];
    } catch {
      if (dirname(current) === current) return [];
    }
  }
}
