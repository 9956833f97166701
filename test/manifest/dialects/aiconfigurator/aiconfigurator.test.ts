// Also tests: manifest/dialects/aiconfigurator/experiment-limits
import assert from 'node:assert/strict';
import { acceleratorsPerNode } from '../../../../server/src/manifest/dialects/aiconfigurator/node-pools';
import { deploymentsIn, factsOf, fixture, launchesIn, shown } from '../../launches/launch-fixtures';

describe('an experiment of aiconfigurator', () => {
  it('counts nodes, and splits what a worker has in flight', () => {
    const text = fixture('aiconfigurator/flat.yaml');
    assert.deepEqual(factsOf(launchesIn(text, 'flat.yaml')[0], text), {
      attentionRanks: [24, '3', 'afd_n_a_nodes', 'computed'],
      ffnRanks: [8, '1', 'afd_n_f_nodes', 'computed'],
      tensorParallel: [4, '4', 'afd_tp_a'],
      maxNumSeqs: [128, '128', 'afd_a_batch_size'],
      microbatches: [3, 'default'],
      model: ['deepseek-ai/DeepSeek-V3', 'deepseek-ai/DeepSeek-V3', 'model_path'],
    });
    const [deployment] = deploymentsIn(text, 'flat.yaml');
    const { attention, ffn, batchSize } = deployment!;
    assert.deepEqual(
      [attention?.workers, attention?.factor, attention?.unit, attention?.sizeKey],
      [6, 2, 'node', 'afd_n_a_nodes'],
    );
    assert.deepEqual([ffn?.workers, ffn?.factor, ffn?.unit], [8, 8, 'node']);
    assert.deepEqual(shown(attention?.size, text), [3, '3', 'afd_n_a_nodes']);
    assert.deepEqual([batchSize?.value, batchSize?.literal], [43, false], '128 in flight, in three microbatches');
  });

  it('is not evaluated where an attention worker has several accelerators', () => {
    const text = fixture('aiconfigurator/flat.yaml');
    const notes = (tensorParallel: number) =>
      deploymentsIn(text.replace('afd_tp_a: 4', `afd_tp_a: ${tensorParallel}`), 'flat.yaml')[0]!.missing;
    assert.match(notes(4)[0]!.message, /^`afd_tp_a` is 4: an attention worker has several accelerators/);
    assert.deepEqual(notes(1), []);
  });

  it('reads each experiment of a file, and says what is not certain', () => {
    const text = fixture('aiconfigurator/experiments.yaml');
    const [first, second, ...others] = deploymentsIn(text, 'experiments.yaml');
    assert.deepEqual(others, []);
    assert.deepEqual([first?.attention?.workers, first?.ffn?.workers, first?.batchSize?.value], [2, 16, 86]);
    assert.deepEqual([second?.attention, second?.ffn], [undefined, undefined]);
    assert.match(second!.missing[0]!.message, /accelerators in a node of `system_name`/);
  });

  it('takes no total of requests that does not share out', () => {
    const text = fixture('aiconfigurator/experiments.yaml').replace('512', '513');
    assert.equal(deploymentsIn(text, 'x.yaml')[0]?.batchSize, undefined);
  });

  it('has no pool where a worker takes more than a node, or a part of one', () => {
    for (const tensorParallel of ['3', '16']) {
      const text = fixture('aiconfigurator/flat.yaml').replace('afd_tp_a: 4', `afd_tp_a: ${tensorParallel}`);
      assert.equal(deploymentsIn(text, 'x.yaml')[0]?.attention, undefined);
    }
  });

  it('knows the accelerators of a node only where they are certain', () => {
    assert.deepEqual(['h100_sxm', 'l40s', 'gb200_sxm', 'h100', undefined].map(acceleratorsPerNode), [
      8,
      8,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
