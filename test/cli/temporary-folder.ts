import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that holds what the tests of one suite write, and is their working folder. */
export interface TemporaryFolder {
  readonly path: string;
  /** Writes a file, its folders first; returns its name. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly read: (name: string) => string;
}

/** Makes the folder before the suite's tests (before each where `each` is set), enters it, and removes it behind them. */
export function temporaryFolder({ each = false } = {}): TemporaryFolder {
  const home = process.cwd();
  let path = '';
  const enter = (): void => {
    path = realpathSync(mkdtempSync(join(tmpdir(), 'afd-cli-')));
    process.chdir(path);
  };
  const leave = (): void => {
    process.chdir(home);
    rmSync(path, { recursive: true, force: true });
  };
  if (each) {
    beforeEach(enter);
    afterEach(leave);
  } else {
    before(enter);
    after(leave);
  }
  return {
    get path() {
      return path;
    },
    write(name, content) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
      return name;
    },
    read: (name) => readFileSync(join(path, name), 'utf8'),
  };
}
