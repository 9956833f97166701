import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = 'test/fixtures/check-formats';

/** Compares with a file of the fixtures; writes it instead where the environment has `UPDATE_GOLDENS=1`. */
export function assertGolden(name: string, actual: string): void {
  const path = join(folder, name);
  if (process.env.UPDATE_GOLDENS === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  // A checkout may have changed the line ends of the file; no format writes carriage returns.
  assert.equal(actual, readFileSync(path, 'utf8').replaceAll('\r\n', '\n'), `${path} (UPDATE_GOLDENS=1 writes it)`);
}
