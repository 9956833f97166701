import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Deployment } from '../../server/src/manifest/deployment';
import { changeProblem, deploymentEdits } from '../../server/src/sweep/deployment-edit';
import type { DeploymentChange } from '../../server/src/sweep/sweep';
import { applyEdits, inFile } from '../../server/src/text/text-range';
import { analyse, deployment } from '../analysis/analysed';
import { styledManifests } from '../analysis/manifest-styles';

function edit(text: string, change: DeploymentChange): string {
  const { deployment: stated, root } = analyse(text).documents[0]!;
  const outcome = deploymentEdits(text, root!, stated!, change);
  return 'problem' in outcome ? `problem: ${outcome.problem}` : applyEdits(text, outcome.edits);
}

/** What a deployment states that a change could touch. */
function statedBy({ attention, ffn, batchSize, microbatches, latencyProfile, tpotSeconds }: Deployment) {
  return {
    attention: attention!.workers,
    ffn: ffn!.workers,
    batchSize: batchSize?.value,
    microbatches: microbatches?.value,
    profile: latencyProfile?.value,
    tpotSeconds: tpotSeconds && Number(tpotSeconds.value.toPrecision(12)),
  };
}

const base = deployment('{ workers: 4, batchSize: 256 } # pool', '{ workers: 1 }', '  slo: { tpot: 50ms }\n');

describe('deployment-edit', () => {
  it('changes the values that are there, and only those', () => {
    const all = { attention: 9, ffn: 2, batchSize: 128, tpotSeconds: 0.04, profile: './gpu.yaml' };
    const expected = base
      .replace('4, batchSize: 256', '9, batchSize: 128')
      .replace('{ workers: 1 }', '{ workers: 2 }')
      .replace('50ms', '40ms')
      .replace('ascend-910c-deepseek-v3', './gpu.yaml');
    assert.equal(edit(base, all), expected);
    assert.equal(edit(base, { attention: 4, tpotSeconds: 0.05 }), base, 'nothing to change');
    const rounded = base.replace('50ms', '36 ms');
    assert.equal(edit(rounded, { tpotSeconds: 0.036 }), rounded, '36 ms is read as 0.036000000000000004 s');
  });

  it('keeps the unit and the quotes of what was there', () => {
    assert.equal(edit(base.replace('50ms', '"0.05 s"'), { tpotSeconds: 0.04 }), base.replace('50ms', '"0.04 s"'));
    const quoted = base.replace('ascend-910c-deepseek-v3', "'ascend-910c-deepseek-v3'");
    assert.equal(edit(quoted, { profile: 'b' }), base.replace('ascend-910c-deepseek-v3', "'b'"));
  });

  it('adds what is missing in the style of the file', () => {
    const added = (text: string, lines: string) => text.replace('workers: 1 }', `workers: 1 }${lines}`);
    assert.equal(edit(base, { microbatches: 2 }), added(base, '\n  microbatches: 2'));
    const windows = base.replace(/ {2}slo.*\n/, '').replaceAll('\n', '\r\n');
    assert.equal(
      edit(windows, { microbatches: 2, tpotSeconds: 0.0075 }),
      added(windows, '\r\n  microbatches: 2\r\n  slo: { tpot: 7.5ms }'),
    );
    const ttft = base.replace('tpot: 50ms', 'ttft: 2s');
    assert.equal(edit(ttft, { tpotSeconds: 0.05 }), ttft.replace('2s', '2s, tpot: 50ms'));
    const noBatch = base.replace(', batchSize: 256', '');
    assert.equal(edit(noBatch, { batchSize: 64 }), base.replace('256', '64'));
    const flow = base.replace(/spec:\n([\s\S]*)/, (_, spec: string) => {
      return `spec: { ${spec.trim().replaceAll(/( # pool)?\n/g, ',')} }\n`;
    });
    assert.equal(edit(flow, { microbatches: 2 }), added(flow, ', microbatches: 2'));
  });

  it('overrides shared values where they are used, several of one alias together', () => {
    const example = readFileSync('examples/shared-pools.afd.yaml', 'utf8');
    assert.equal(
      edit(example, { attention: 9, batchSize: 64 }),
      example.replace('attention: *attention', 'attention: { <<: *attention, workers: 9, batchSize: 64 }'),
    );
    const merged = example.replace('attention: *attention', 'attention:\n    <<: *attention');
    assert.equal(
      edit(merged, { attention: 9, batchSize: 64 }),
      merged.replace('    <<:', '    workers: 9\n    batchSize: 64\n    <<:'),
    );
  });

  it('changes the anchor where it must, and keeps the other uses as they are', () => {
    const spec = `x-spec: &spec\n${base.replace(/^[\s\S]*spec:\n/, '')}`;
    const shared = `${spec}${base.replace(/spec:\n[\s\S]*$/, 'spec: *spec\n')}`;
    assert.equal(edit(shared, { attention: 9 }), shared.replace('workers: 4', 'workers: 9'));
    const both = base.replace('workers: 4', 'workers: &n 4').replace('workers: 1', 'workers: *n');
    assert.equal(edit(both, { attention: 9 }), both.replace('&n 4', '&n 9').replace('*n', '4'));
    assert.equal(edit(both, { ffn: 9 }), both.replace('*n', '9'));
    const limit = base.replace('tpot: 50ms', 'tpot: &t 50ms, ttft: *t');
    assert.match(edit(limit, { tpotSeconds: 0.04 }), /^problem: .* such as another use of an anchor\.$/);
  });

  it('writes tensor-parallel pools by the key they are counted with', () => {
    const parallel = base.replace('{ workers: 4,', '{ dataParallel: 2, tensorParallel: 4,');
    assert.equal(edit(parallel, { attention: 16 }), parallel.replace('dataParallel: 2', 'dataParallel: 4'));
    assert.match(edit(parallel, { attention: 9 }), /^problem: 9 is no multiple of 4 in `attention`\.$/);
  });

  it('says why it does not edit', () => {
    const cases: readonly [string, DeploymentChange, RegExp][] = [
      [base.replace('workers: 4', 'workers: 0x4'), { attention: 9 }, /size of `attention` is not edited/],
      [`${base}  microbatches: {{ .m }}\n`, { microbatches: 2 }, /`microbatches` under `spec` has a value that is not/],
      [`${base.replace('{ tpot: 50ms }', '{}')}`, { tpotSeconds: 0.05 }, /Add `tpot: 50ms` under `spec.slo` by hand/],
    ];
    for (const [text, change, message] of cases) assert.match(edit(text, change), message);
  });

  it('refuses values that no manifest can have', () => {
    const { deployment: stated } = analyse(base).documents[0]!;
    const changes = [{ attention: 0 }, { ffn: 2.5 }, { attention: 100_001 }, { batchSize: 2_000_000 }];
    const more = [{ microbatches: 65 }, { tpotSeconds: 0 }, { tpotSeconds: 1e-20 }, { attention: Number.NaN }];
    for (const change of [...changes, ...more]) {
      assert.match(changeProblem(stated!, change) ?? '', /must be a|no time that/, JSON.stringify(change));
      assert.match(edit(base, change), /^problem: /);
    }
  });

  it('gives exactly the wanted deployment and leaves the others alone, in every style of manifest', () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const changes = fc.record({
      attention: some(fc.integer({ min: 1, max: 40 }).map((k) => 2 * k)),
      ffn: some(fc.integer({ min: 1, max: 9 })),
      batchSize: some(fc.integer({ min: 1, max: 999 })),
      microbatches: some(fc.integer({ min: 1, max: 9 })),
      profile: some(fc.constantFrom('./a b.yaml', 'elsewhere')),
      tpotSeconds: some(fc.integer({ min: 1, max: 99 }).map((ms) => ms / 1000)),
    });
    let refused = 0;
    const runs = 300;
    fc.assert(
      fc.property(styledManifests, changes, fc.nat(), ({ text }, change, nth) => {
        const wanted = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        const units = analyse(text).documents.filter((unit) => unit.deployment?.attention);
        const unit = units[nth % units.length]!;
        const outcome = deploymentEdits(unit.text, unit.root!, unit.deployment!, wanted);
        if ('problem' in outcome) {
          refused++;
          return;
        }
        const edits = outcome.edits.map(({ range, newText }) => ({ range: inFile(range, unit.start), newText }));
        const after = analyse(applyEdits(text, edits)).documents.filter(({ deployment: found }) => found?.attention);
        assert.deepEqual(
          after.map(({ deployment: found }) => statedBy(found!)),
          units.map((other) => ({ ...statedBy(other.deployment!), ...(other === unit ? wanted : {}) })),
        );
      }),
      { numRuns: runs },
    );
    assert.ok(refused < 0.1 * runs, `${refused} refused`);
  });
});
