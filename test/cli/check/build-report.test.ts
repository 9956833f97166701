import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { AnalysedPath } from '../../../server/src/cli/analyze-file';
import { buildReport } from '../../../server/src/cli/check/build-report';
import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import { analyse, deployment } from '../../analysis/analysed';

function analysed(file: string, text: string): AnalysedPath {
  return { file, path: resolve(file), text, analysis: analyse(text), settings: defaultFileSettings, share: 'all' };
}

const off = deployment('{ workers: 4, batchSize: 256 }').replace('spec:', 'metadata: { name: chat }\nspec:');

describe('build-report', () => {
  it('gives every finding its place, owner, title, fixes and what belongs to it', () => {
    const { findings, files } = buildReport([analysed('sub/a.yaml', off)], []);
    assert.deepEqual(
      files.map(({ file, repositoryFile, text }) => [file, repositoryFile, text]),
      [['sub/a.yaml', 'sub/a.yaml', off]],
    );
    const [found, ...more] = findings;
    assert.deepEqual(more, []);
    const { code, severity, title, deployment: owner, path, start, end, related, fixes, gain } = found!;
    assert.deepEqual([code, severity, owner, path], ['AFD101', 'warning', 'chat', 'spec.attention.workers']);
    assert.equal(title, 'Ratio mis-sized, attention-bound');
    assert.deepEqual(
      [start, end],
      [
        { line: 7, column: 25 },
        { line: 7, column: 26 },
      ],
    );
    assert.deepEqual(
      related.map(({ start: at }) => at),
      [{ line: 8, column: 19 }],
    );
    assert.deepEqual(
      fixes.filter(({ preferred }) => preferred).map(({ edits }) => edits),
      [[{ start, end, newText: '10' }]],
    );
    assert.ok(gain! > 0.05 && gain! < 0.2);
  });

  it('keeps suppressed findings, marked and without fixes', () => {
    const { findings } = buildReport(
      [analysed('a.yaml', off.replace('256 }', '256 } # afd-lens: ignore AFD101 -- why'))],
      [],
    );
    assert.deepEqual(
      findings.map(({ code, suppressed, fixes }) => [code, suppressed, fixes]),
      [['AFD101', { by: 'comment', reason: 'why' }, []]],
    );
  });

  it('tells equal findings of equal documents apart', () => {
    const { findings } = buildReport([analysed('a.yaml', `${off}---\n${off}---\n${off}`)], []);
    assert.equal(new Set(findings.map(({ fingerprint }) => fingerprint)).size, 3);
    assert.deepEqual(
      findings.map(({ start }) => start.line),
      [7, 16, 25],
    );
  });

  it('lists every deployment with its state and why', () => {
    const twice = off.replace('ffn:', 'ffn: { workers: 2 }\n  ffn:');
    const texts = [off, deployment('{ workers: 4 }'), twice, 'kind: ConfigMap\n'];
    const { deployments, problems } = buildReport([analysed('a.yaml', texts.join('---\n'))], ['b.yaml: no such file']);
    assert.deepEqual(
      deployments.map(({ name, status, reasons }) => [name, status, reasons.length > 0]),
      [
        ['chat', 'evaluated', false],
        [undefined, 'partial', true],
        ['chat', 'notEvaluated', true],
      ],
    );
    assert.match(deployments[0]!.summary, /^4A:1F · attention-bound/);
    assert.deepEqual(problems, ['b.yaml: no such file']);
  });
});
