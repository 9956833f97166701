import assert from 'node:assert/strict';
import { explainBatchSize } from '../../server/src/wording/batch-size-explanation';
import { explainDeployment } from '../../server/src/wording/derivation';
import { analyse } from '../analysis/analysed';
import { onDevices } from '../rules/on-devices';

function both(text: string) {
  const { deployment, evaluation } = analyse(text).documents[0]!;
  return {
    batchSize: explainBatchSize(deployment!, evaluation!, 0),
    whole: explainDeployment(deployment!, evaluation!, 0),
  };
}

describe('the explanation of a batch size', () => {
  it('has the KV budget before the stages, and all else as the explanation of the deployment', () => {
    const { batchSize, whole } = both(onDevices('{ workers: 8, batchSize: 40 }', '{ workers: 10 }'));
    const [verdict, kvCache] = batchSize.headline.split('\n\n');
    assert.equal(verdict, whole.headline);
    assert.match(kvCache!, /^KV cache = 40 × 316\.2 MB = .*: B at most 194/);
    assert.deepEqual(
      batchSize.derivation,
      whole.derivation.filter((line) => !line.startsWith('KV cache')),
    );
    assert.equal(batchSize.derivation.length, whole.derivation.length - 1);
    assert.deepEqual(batchSize.table, whole.table);
  });

  it('is that of the deployment where no memory is known', () => {
    const text = onDevices('{ workers: 8, batchSize: 40 }', '{ workers: 10 }').replace(/ {2}device.*\n/, '');
    const { batchSize, whole } = both(text);
    assert.deepEqual(batchSize, whole);
  });
});
