import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsIn } from '../../../server/src/analysis/analysis';
import type { AnalysedPath } from '../../../server/src/cli/analyze-file';
import { applyFixes, fixesAcrossFiles } from '../../../server/src/cli/check/apply-fixes';
import { buildReport } from '../../../server/src/cli/check/build-report';
import type { FileKind } from '../../../server/src/configuration/configuration';
import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import { inFile, type TextEdit } from '../../../server/src/text/text-range';
import { analyse, deployment } from '../../analysis/analysed';
import { styledManifests } from '../../analysis/manifest-styles';

function analysed(text: string, fileKind?: FileKind): AnalysedPath {
  const settings = defaultFileSettings;
  return {
    file: 'a',
    path: '/a',
    text,
    analysis: analyse(text, undefined, settings, fileKind),
    settings,
    share: 'all',
  };
}

/** The file after its fixes, and every text on the way. */
async function fixedFile(
  text: string,
  kind?: FileKind,
): Promise<{ after: AnalysedPath; applied: readonly string[]; texts: string[] }> {
  const texts = [text];
  const { analysed: after, applied } = await applyFixes(analysed(text, kind), async (next) => {
    texts.push(next);
    return analysed(next, kind);
  });
  return { after, applied, texts };
}

/** The edits of the preferred fixes, in offsets of the file. */
function preferredEdits(text: string): readonly TextEdit[] {
  return findingsIn(analyse(text)).flatMap(
    (finding) => finding.fixes().find(({ preferred }) => preferred)?.edits ?? [],
  );
}

/** Whether one text is the other with some of the edits done, and not a character more. */
function differsOnlyBy(before: string, after: string, edits: readonly TextEdit[]): boolean {
  const quoted = (text: string) => text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let at = 0;
  let pattern = '';
  for (const { range, newText } of ordered) {
    // Two findings may ask for the same place.
    if (range.start < at) continue;
    const ways = [before.slice(range.start, range.end), newText];
    pattern += `${quoted(before.slice(at, range.start))}(?:${ways.map(quoted).join('|')})`;
    at = range.end;
  }
  return new RegExp(`^${pattern}${quoted(before.slice(at))}$`).test(after);
}

/** Mistakes that have a preferred fix, as they may occur in any style. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [/ascend-910c-deepseek-v3/, 'ascend-910c-deepsek-v3'],
  [/kind: AFDDeployment/, 'kind: AFDDeploymnt'],
  [/microbatches/, 'microbatchs'],
  [/batchSize/, 'batchsize'],
  [/geometric/, 'geometrc'],
  [/(spec:[^\r\n]*)/, '$1 # afd-lens: ignore AFD204'],
  [/(metadata:[^\r\n]*)/, '$1 # afd-lens: ignore AFD303, AFD202 AFD301 -- why'],
  [/^(apiVersion)/m, '# afd-lens: ignore AFD204\n# afd-lens: ignore AFD202\n$1'],
];

const withMistakes = fc.tuple(styledManifests, fc.subarray([...mistakes], { minLength: 1 })).map(([{ text }, made]) =>
  made.reduce((result, [pattern, wrong]) => {
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    return result.replace(pattern, wrong.replaceAll('\n', lineEnd));
  }, text),
);

describe('apply-fixes', () => {
  it('leaves no preferred fix, edits nothing else, and keeps what parses parsing, in every style', async () => {
    let [changed, rounds] = [0, 0];
    await fc.assert(
      fc.asyncProperty(withMistakes, async (text) => {
        const { after, applied, texts } = await fixedFile(text);
        assert.deepEqual(preferredEdits(after.text), [], `left in\n${after.text}`);
        texts.slice(1).forEach((next, i) => {
          assert.ok(differsOnlyBy(texts[i]!, next, preferredEdits(texts[i]!)), `${texts[i]}\nbecame\n${next}`);
        });
        assert.ok(after.analysis.documents.every(({ wellFormed }) => wellFormed));
        assert.equal(after.text.startsWith('\uFEFF'), text.startsWith('\uFEFF'));
        assert.equal(/(?<!\r)\n/.test(after.text), /(?<!\r)\n/.test(text));
        assert.equal(applied.length > 0, after.text !== text);
        if (after.text !== text) changed++;
        rounds += texts.length - 1;
      }),
      { numRuns: 50 },
    );
    assert.ok(changed > 35 && rounds > changed, `${changed} files changed in ${rounds} rounds`);
  });

  it('goes on where one fix uncovers others, more of them than there were before', async () => {
    const right = deployment('{ workers: 10, batchSize: 256 }');
    const text = deployment('{ workers: 4, batchSize: 256 }')
      .replace('AFDDeployment', 'AFDDeploymnt')
      .replace('ascend-910c-deepseek', 'ascend-910c-deepsek')
      .replace('geometric', 'geometrc');
    const { after, applied } = await fixedFile(text);
    assert.deepEqual([after.text, applied.length], [right, 4]);
  });

  it('does one of two fixes that do not go together, and all others', async () => {
    const misspelt = '  microbatchs: 3\n  microbatces: 3\n';
    const { after } = await fixedFile(deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', misspelt));
    assert.match(after.text, /workers: \d\d?, batchSize/);
    assert.match(after.text, / {2}microbatches: 3\n {2}microbatces: 3\n$/);
    assert.deepEqual(preferredEdits(after.text), []);
  });

  it('never writes another rule into a configuration', async () => {
    const text = 'rules: { AFD109: off }\nignores:\n  - { rule: AFD199, reason: why }\n';
    const { texts } = await fixedFile(text, 'configuration');
    assert.deepEqual(texts, [text]);
  });

  it('says what it did, in order', async () => {
    const { after, applied } = await fixedFile(
      `${deployment('{ workers: 4, batchSize: 256 }')}# afd-lens: ignore AFD204\n`,
    );
    assert.deepEqual(applied, ['Change to 10A:1F (+11 %, same FFN pool)', 'Remove unused suppression']);
    assert.equal(after.text, deployment('{ workers: 10, batchSize: 256 }'));
  });

  it('removes as many as there are, also those that are not reported at once', async () => {
    const base = deployment('{ workers: 10, batchSize: 256 }');
    const { after, applied } = await fixedFile(
      base.replace('spec:', `${'# afd-lens: ignore AFD204\n'.repeat(400)}spec:`),
    );
    assert.deepEqual([after.text, applied.length], [base, 400]);
  });

  it('leaves alone what is suppressed, and what has no preferred fix', async () => {
    for (const text of [
      deployment('{ workers: 4, batchSize: 256 } # afd-lens: ignore AFD101'),
      deployment('{ workers: 10, batchSize: 256 }'),
      deployment('{ workers: 0x4, batchSize: 256 }'),
      'kind: [',
    ]) {
      const { after, applied, texts } = await fixedFile(text);
      assert.deepEqual([after.text, applied, texts], [text, [], [text]]);
    }
  });

  it('ends where two fixes would undo each other', async () => {
    const flipping = (text: string): AnalysedPath => {
      const whole = analysed(text);
      const [finding] = whole.analysis.documents[0]!.findings;
      const at = text.indexOf('workers: ') + 'workers: '.length;
      const newText = text[at] === '4' ? '5' : '4';
      const edits = [{ range: inFile({ start: at, end: at + 1 }, 0), newText }];
      const fix = { title: `to ${newText}`, preferred: true, cosmetic: false, edits };
      const document = { ...whole.analysis.documents[0]!, findings: [{ ...finding!, fixes: () => [fix] }] };
      return { ...whole, analysis: { ...whole.analysis, documents: [document] } };
    };
    const start = flipping(deployment('{ workers: 4, batchSize: 256 }'));
    const { applied } = await applyFixes(start, async (text) => flipping(text));
    assert.deepEqual(applied, ['to 5']);
  });

  it('leaves a fix alone that also edits another file, and counts it', async () => {
    const one = analysed(deployment('{ workers: 4, batchSize: 256 }'));
    const elsewhere = [
      { path: '/b', edits: [{ range: inFile({ start: 0, end: 1 }, 0), newText: '10', oldText: '4' }] },
    ];
    const across: AnalysedPath = {
      ...one,
      analysis: {
        ...one.analysis,
        documents: one.analysis.documents.map((document) => ({
          ...document,
          findings: document.findings.map((finding) => ({
            ...finding,
            fixes: () => finding.fixes().map((fix) => ({ ...fix, elsewhere })),
          })),
        })),
      },
    };
    assert.equal(fixesAcrossFiles(one), 0);
    assert.equal(fixesAcrossFiles(across), 1);
    const { analysed: after, applied } = await applyFixes(across, async (text) => assert.fail(text));
    assert.deepEqual([after.text, applied], [one.text, []]);
    const reported = buildReport([across], []).findings;
    assert.deepEqual([reported.length, reported.flatMap(({ fixes }) => fixes)], [1, []], 'half a fix is none');
  });
});
