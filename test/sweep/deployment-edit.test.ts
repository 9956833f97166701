import assert from 'node:assert/strict';
import { type DeploymentChange, deploymentEdits, deploymentSnippet } from '../../server/src/sweep/deployment-edit';
import { applyEdits } from '../../server/src/yaml/text-range';
import { analyse, deployment } from '../analysis/analysed';

function edit(text: string, change: DeploymentChange): string {
  const { deployment: stated, root } = analyse(text).documents[0]!;
  const outcome = deploymentEdits(text, root!, stated!, change);
  return 'problem' in outcome ? `problem: ${outcome.problem}` : applyEdits(text, outcome.edits);
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
  });

  it('adds what is missing above the attention pool, in the style of the file', () => {
    assert.equal(edit(base, { microbatches: 2 }), base.replace('  attention', '  microbatches: 2\n  attention'));
    const windows = base.replace(/ {2}slo.*\n/, '').replaceAll('\n', '\r\n');
    const added = '  microbatches: 2\r\n  slo: { tpot: 7.5ms }\r\n  attention';
    assert.equal(edit(windows, { microbatches: 2, tpotSeconds: 0.0075 }), windows.replace('  attention', added));
  });

  it('overrides a shared value where it is used', () => {
    const shared = base
      .replace('spec:', 'x-pool: &pool { workers: 4, batchSize: 256 }\nspec:')
      .replace('{ workers: 4, batchSize: 256 } # pool', '*pool');
    assert.equal(
      edit(shared, { attention: 9 }),
      shared.replace('attention: *pool', 'attention: { <<: *pool, workers: 9 }'),
    );
  });

  it('writes tensor-parallel pools by the key they are counted with', () => {
    const parallel = base.replace('{ workers: 4,', '{ dataParallel: 2, tensorParallel: 4,');
    assert.equal(edit(parallel, { attention: 16 }), parallel.replace('dataParallel: 2', 'dataParallel: 4'));
    assert.match(edit(parallel, { attention: 9 }), /problem: 9 is no multiple of 4/);
  });

  it('says why it does not edit', () => {
    const flow = base.replace(
      /spec:\n([\s\S]*)/,
      (_, spec: string) => `spec: { ${spec.trim().replaceAll(/( # pool)?\n/g, ',')} }\n`,
    );
    assert.match(edit(flow, { microbatches: 2 }), /problem: Add `microbatches: 2` under `spec` by hand/);
    assert.match(
      edit(base.replace('workers: 4', 'workers: 0x4'), { attention: 9 }),
      /problem: The size of `attention` is not edited/,
    );
    const twice = base
      .replace('{ workers: 4, batchSize: 256 } # pool', '&pool { workers: 4, batchSize: 256 }')
      .replace('{ workers: 1 }', '*pool');
    assert.doesNotMatch(edit(twice, { attention: 9 }), /workers: 4/);
  });

  it('writes the values as YAML for the clipboard', () => {
    const { deployment: stated } = analyse(base).documents[0]!;
    assert.equal(
      deploymentSnippet(stated!, { attention: 9, microbatches: 2, profile: "o'clock profile" }),
      "latencyProfile: 'o''clock profile'\nattention: { workers: 9, batchSize: 256 }\nffn: { workers: 1 }\nmicrobatches: 2\nslo: { tpot: 50ms }\n",
    );
  });
});
