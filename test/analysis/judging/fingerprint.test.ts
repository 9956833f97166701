import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Analysis, findingsIn } from '../../../server/src/analysis/analysis';
import { fingerprints } from '../../../server/src/analysis/judging/fingerprint';
import { manifestSizeLimit } from '../../../server/src/rules/document/file-too-large';
import { analyse } from '../analysed';

/** What a document of a file says, and how it is written; findings depend on the first three alone. */
interface Written {
  readonly name: string | undefined;
  readonly workers: number;
  readonly typo: boolean;
  readonly comment: boolean;
  readonly blank: boolean;
  readonly reversed: boolean;
  readonly batchFirst: boolean;
  readonly flow: boolean;
}

function lines({ name, workers, typo, comment, blank, reversed, batchFirst, flow }: Written): string {
  const inside = [`workers: ${workers}`, 'batchSize: 256', ...(typo ? ['wrokers: 1'] : [])];
  const pool = batchFirst ? inside.toReversed() : inside;
  const attention = flow
    ? `  attention: { ${pool.join(', ')} }`
    : `  attention:\n${pool.map((line) => `    ${line}`).join('\n')}`;
  const spec = [
    '  latencyProfile: ascend-910c-deepseek-v3',
    '  workload: { statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }',
    attention,
    '  ffn: { workers: 1 }',
  ];
  const document = [
    'apiVersion: afd-lens/v1',
    'kind: AFDDeployment',
    ...(name === undefined ? [] : [`metadata: { name: ${name} }`]),
    ['spec:', ...(reversed ? spec.toReversed() : spec)].join(blank ? '\n\n' : '\n'),
  ];
  const ordered = reversed ? document.toReversed() : document;
  return `${comment ? '# a comment\n' : ''}${ordered.join(comment ? ' # more\n' : '\n')}\n`;
}

const file = (...documents: readonly Written[]) => documents.map((document) => `---\n${lines(document)}`).join('');

/** Code and fingerprint of every finding of the document with this index. */
function printsOf(analysis: Analysis, index: number): readonly string[] {
  const prints = fingerprints(analysis);
  return analysis.documents[index]!.findings.map((finding) => `${finding.code} ${prints.get(finding)}`).sort();
}

const layout = {
  comment: fc.boolean(),
  blank: fc.boolean(),
  reversed: fc.boolean(),
  batchFirst: fc.boolean(),
  flow: fc.boolean(),
};
const plain = { comment: false, blank: false, reversed: false, batchFirst: false, flow: true };

describe('the fingerprints of findings', () => {
  it('stay through every edit that leaves rule, deployment and place', () => {
    const others = fc.array(
      fc.record({
        name: fc.constantFrom('b', 'c'),
        workers: fc.integer({ min: 1, max: 40 }),
        typo: fc.boolean(),
        ...layout,
      }),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.record(layout),
        others,
        others,
        (workers, typo, style, before, behind) => {
          const original = analyse(file({ name: 'chat', workers: 4, typo, ...plain }));
          const edited = analyse(file(...before, { name: 'chat', workers, typo, ...style }, ...behind));
          assert.ok(original.documents[0]!.findings.some(({ code }) => code === 'AFD101'));
          assert.deepEqual(printsOf(edited, before.length), printsOf(original, 0));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are of 16 digits, and distinct for distinct findings', () => {
    const analysis = analyse(
      file(
        { name: 'a', workers: 4, typo: true, ...plain },
        { name: 'b', workers: 4, typo: true, ...plain },
        { name: undefined, workers: 4, typo: true, ...plain },
        { name: undefined, workers: 4, typo: true, ...plain },
        { name: undefined, workers: 3, typo: true, ...plain },
      ),
    );
    const prints = fingerprints(analysis);
    const all = findingsIn(analysis, true).map((finding) => prints.get(finding)!);
    assert.equal(all.length, 10);
    assert.equal(new Set(all).size, all.length);
    for (const print of all) assert.match(print, /^[0-9a-f]{16}$/);
  });

  it('change with the name of the deployment', () => {
    const [before, after] = ['a', 'b'].map((name) =>
      printsOf(analyse(file({ name, workers: 4, typo: true, ...plain })), 0),
    );
    assert.equal(before!.length, 2);
    for (const print of before!) assert.ok(!after!.includes(print));
  });

  it('change with the place in the structure', () => {
    const text = file({ name: 'a', workers: 4, typo: true, ...plain });
    const moved = text.replace(', wrokers: 1', '').replace('ffn: { workers: 1', 'ffn: { workers: 1, wrokers: 1');
    const typo = (of: string) => printsOf(analyse(of), 0).find((print) => print.startsWith('AFD303'));
    assert.ok(typo(text));
    assert.ok(typo(moved));
    assert.notEqual(typo(text), typo(moved));
  });

  it('are there for what is silenced, and count it, so that silencing one changes none', () => {
    const twice = file(
      { name: 'a', workers: 4, typo: false, ...plain },
      { name: 'a', workers: 4, typo: false, ...plain },
    );
    const silenced = twice.replace('  attention', '  # afd-lens: ignore AFD101\n  attention');
    const codes = (analysis: Analysis) => [printsOf(analysis, 0), printsOf(analysis, 1)];
    assert.deepEqual(codes(analyse(silenced)), codes(analyse(twice)));
    assert.notDeepEqual(...(codes(analyse(twice)) as [unknown, unknown]));
  });

  it('are there for what is said about the whole file', () => {
    const analysis = analyse(`#${' '.repeat(manifestSizeLimit)}`);
    assert.match(fingerprints(analysis).get(analysis.fileFindings[0]!)!, /^[0-9a-f]{16}$/);
  });
});
