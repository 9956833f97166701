import assert from 'node:assert/strict';
import { locatedFindings } from '../../server/src/analysis/analysis';
import { applyBaseline } from '../../server/src/analysis/apply-baseline';
import { fingerprints } from '../../server/src/analysis/fingerprint';
import type { BaselineEntry } from '../../server/src/configuration/baseline';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { manifestSizeLimit } from '../../server/src/rules/file-too-large';
import { analyse, deployment, filesOf, findingsOf } from './analysed';

/** What a baseline made of a text's findings would say. */
function entriesOf(text: string): readonly BaselineEntry[] {
  const analysis = analyse(text);
  const prints = fingerprints(analysis);
  return locatedFindings(analysis).map(({ finding }) => ({
    rule: finding.code,
    fingerprint: prints.get(finding)!,
    ...(finding.gain === undefined ? {} : { gainPercent: finding.gain * 100 }),
  }));
}

const sized = (workers: number) => deployment(`{ workers: ${workers}, batchSize: 256 }`);
const under = (text: string, baseline: readonly BaselineEntry[]) =>
  findingsOf(text, filesOf(), { ...defaultFileSettings, baseline }).map(({ code, suppressed, fixes }) => [
    code,
    suppressed?.by,
    fixes.length > 0,
  ]);

describe('the findings of a baseline', () => {
  it('are silent, without a fix, and others are not', () => {
    const text = `${sized(4)}x-notes: 1\nnotes: 2\n`;
    const baseline = entriesOf(sized(4));
    assert.deepEqual(under(text, baseline), [
      ['AFD101', 'baseline', false],
      ['AFD303', undefined, true],
    ]);
  });

  it('stay silent while they get better, and come back when they have become worse', () => {
    const baseline = entriesOf(sized(3));
    assert.deepEqual(under(sized(4), baseline), [['AFD101', 'baseline', false]]);
    assert.deepEqual(under(sized(2), baseline), [['AFD101', undefined, true]]);
  });

  it('are those of the deployment that had them', () => {
    const named = (name: string) => sized(4).replace('spec:', `metadata: { name: ${name} }\nspec:`);
    assert.deepEqual(under(named('b'), entriesOf(named('a'))), [['AFD101', undefined, true]]);
  });

  it('tell equal documents apart: one more of them is new', () => {
    const text = `---\n${sized(4)}`;
    const baseline = entriesOf(text + text);
    assert.equal(baseline.length, 2);
    assert.deepEqual(
      under(text + text + text, baseline).map(([, by]) => by),
      ['baseline', 'baseline', undefined],
    );
  });

  it('leave what something else silences, so that its reason is not lost', () => {
    const text = sized(4).replace('  attention', '  # afd-lens: ignore AFD101 -- why\n  attention');
    const settings = { ...defaultFileSettings, baseline: entriesOf(sized(4)) };
    assert.deepEqual(findingsOf(text, filesOf(), settings)[0]!.suppressed, { by: 'comment', reason: 'why' });
  });

  it('may be about the whole file', () => {
    const large = `#${' '.repeat(manifestSizeLimit)}`;
    assert.deepEqual(under(large, entriesOf(large)), [['AFD309', 'baseline', false]]);
  });

  it('are none without entries: the analysis is the same one', () => {
    const analysis = analyse(sized(4));
    assert.equal(applyBaseline(analysis, []), analysis);
  });
});
