import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { AnalysedPath } from '../../../server/src/cli/analyze-file';
import {
  baselineEntries,
  isThere,
  neededEntries,
  unusedBaselineEntries,
} from '../../../server/src/cli/baseline/baseline-entries';
import type { BaselineEntry } from '../../../server/src/configuration/baseline';
import { defaultFileSettings, type FileSettings } from '../../../server/src/configuration/file-settings';
import { analyse, deployment } from '../../analysis/analysed';
import { temporaryFolder } from '../temporary-folder';

function analysed(text: string, more: Partial<FileSettings> = {}): AnalysedPath {
  const settings = { ...defaultFileSettings, ...more };
  return {
    file: 'a.yaml',
    path: '/a.yaml',
    text,
    analysis: analyse(text, undefined, settings),
    settings,
    share: 'all',
  };
}

const off = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatchs: 3\n');
const fine = deployment('{ workers: 10, batchSize: 256 }');
const entries = baselineEntries(analysed(off));
const rules = (some: readonly BaselineEntry[]) => some.map(({ rule }) => rule).sort();

describe('baseline-entries', () => {
  const folder = temporaryFolder();

  it('are one for each finding that nothing suppresses, with the gain it promises', () => {
    assert.deepEqual(rules(entries), ['AFD101', 'AFD303']);
    assert.ok(entries.some(({ gainPercent }) => gainPercent !== undefined && gainPercent > 5 && gainPercent < 20));
    assert.deepEqual(rules(baselineEntries(analysed(off.replace('256 }', '256 } # afd-lens: ignore AFD101')))), [
      'AFD303',
    ]);
    assert.deepEqual(baselineEntries(analysed('kind: [\n')), []);
  });

  it('are needed as long as there is the finding, worse or not', () => {
    assert.deepEqual(rules(neededEntries(analysed(off), entries)), ['AFD101', 'AFD303']);
    assert.deepEqual(rules(neededEntries(analysed(off, { baseline: entries }), entries)), ['AFD101', 'AFD303']);
    assert.deepEqual(rules(neededEntries(analysed(off.replace('workers: 4', 'workers: 1')), entries)), [
      'AFD101',
      'AFD303',
    ]);
    assert.deepEqual(neededEntries(analysed(fine), entries), []);
  });

  it('are not needed where a comment suppresses the finding', () => {
    const commented = off.replace('256 }', '256 } # afd-lens: ignore AFD101');
    assert.deepEqual(rules(neededEntries(analysed(commented), entries)), ['AFD303']);
  });

  const unknown: readonly [string, AnalysedPath, readonly string[]][] = [
    ['the rule is off', analysed(fine, { rules: { AFD101: 'off' } }), ['AFD101']],
    ['the trace is missing', analysed(fine.replace(/workload: .*/, 'workload: { trace: gone.csv }')), ['AFD101']],
    ['the document is broken', analysed(`${fine}---\nkind: [\n`), ['AFD101', 'AFD303']],
    ['a key is there twice', analysed(`${fine}  ffn: { workers: 1 }\n`), ['AFD101', 'AFD303']],
    ['the file is too large', analysed(`${fine}# ${'-'.repeat(1_000_000)}\n`), ['AFD101', 'AFD303']],
  ];
  for (const [title, file, expected] of unknown) {
    it(`count as needed where that cannot be known: ${title}`, () => {
      assert.deepEqual(rules(neededEntries(file, entries)), expected);
    });
  }

  it('are counted where nothing needs them, those of files that are gone too', async () => {
    folder.write('here.yaml', '');
    const path = join(folder.path, 'afd-lens.baseline.json');
    const baseline = { path, files: { 'here.yaml': entries, 'gone/a.yaml': entries }, problem: undefined };
    assert.deepEqual([await isThere(path, 'here.yaml'), await isThere(path, 'gone/a.yaml')], [true, false]);
    assert.equal(await unusedBaselineEntries([], [baseline]), 2);
    assert.equal(await unusedBaselineEntries([analysed(fine, { baseline: entries })], [baseline]), 4);
    assert.equal(await unusedBaselineEntries([analysed(off, { baseline: entries })], []), 0);
  });
});
