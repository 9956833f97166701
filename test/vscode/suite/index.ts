import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { testTimeoutMs } from '../../wait-for';
import { notifications, recordNotifications } from './notifications';

/** What tools/vscode/run-tests.mjs reads back. */
interface Result {
  stats: { passes: number; failures: number; pending: number };
  failures: string[];
}

/** Called by VS Code in its extension host. */
export async function run(): Promise<void> {
  recordNotifications();
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: 'spec', color: false });
  mocha.rootHooks({
    afterEach() {
      const shown = notifications.splice(0);
      if (shown.length > 0) throw new Error(`a notification was shown: ${shown.join(' | ')}`);
    },
  });
  if (process.env.AFD_LENS_TEST_GREP) mocha.grep(process.env.AFD_LENS_TEST_GREP);
  for (const file of testFiles()) mocha.addFile(file);
  const { stats, failures }: Result = { stats: { passes: 0, failures: 0, pending: 0 }, failures: [] };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => stats.passes++)
      .on('pending', () => stats.pending++)
      .on('fail', (test, error) => {
        stats.failures++;
        failures.push(`${test.fullTitle()}: ${error.message}`);
      });
  });
  if (process.env.AFD_LENS_TEST_RESULT) {
    writeFileSync(process.env.AFD_LENS_TEST_RESULT, JSON.stringify({ stats, failures } satisfies Result));
  }
  if (stats.failures > 0) throw new Error(`${stats.failures} failed`);
}

/** The files of this window in their order, else every file that has no window of its own. */
function testFiles(): string[] {
  const wanted: string[] | null = JSON.parse(process.env.AFD_LENS_TEST_FILES ?? 'null');
  const others: string[] = JSON.parse(process.env.AFD_LENS_TEST_OTHER_FILES ?? '[]');
  const suffix = '.test.js';
  const every = readdirSync(__dirname)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .filter((name) => !others.includes(name))
    .sort();
  return (wanted ?? every).map((name) => join(__dirname, name + suffix));
}
