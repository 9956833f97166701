import assert from 'node:assert/strict';
import { advantage, limitSentence, standing, summarize } from '../../server/src/wording/summary';
import { analyse } from '../analysis/analysed';
import { onDevices } from '../rules/on-devices';

function evaluated(ffn: number, batchSize: number) {
  const text = onDevices(`{ workers: 20, batchSize: ${batchSize} }`, `{ workers: ${ffn} }`, '  microbatches: 3\n');
  const { deployment, evaluation } = analyse(text).documents[0]!;
  return { deployment: deployment!, evaluation: evaluation!, sizing: evaluation!.sizing! };
}

describe('summary', () => {
  it('calls nothing optimal that the memory does not hold, on either side', () => {
    for (const [ffn, batchSize] of [
      [8, 20],
      [14, 200],
    ] as const) {
      const { deployment, evaluation, sizing } = evaluated(ffn, batchSize);
      assert.equal(standing(sizing, evaluation.memory), 'does not fit into memory');
      assert.match(summarize(deployment, evaluation), / · does not fit into memory · uncalibrated$/);
      assert.match(advantage(sizing, evaluation.memory, false), /^does not fit into memory; /);
    }
    const { evaluation, sizing } = evaluated(14, 20);
    assert.match(standing(sizing, evaluation.memory), /^optimum \d+A:\d+F$/);
    assert.match(advantage(sizing, evaluation.memory, false), /^optimum /);
  });

  it('says that memory limits a recommendation', () => {
    const { deployment, sizing } = evaluated(14, 20);
    assert.equal(
      limitSentence(deployment, { ...sizing, limitedBy: 'memory' }),
      'The recommendation is limited by the memory of an FFN worker.',
    );
    assert.equal(limitSentence(deployment, { ...sizing, limitedBy: undefined }), '');
  });
});
