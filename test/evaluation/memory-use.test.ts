import assert from 'node:assert/strict';
import { ffnHoldsPools, isOverMemory, memoryModel } from '../../server/src/evaluation/memory-use';
import { analyse } from '../analysis/analysed';
import { onDevices, traceOf } from '../rules/on-devices';

const memoryOf = (text: string, inputs?: Parameters<typeof analyse>[1]) =>
  analyse(text, inputs).documents[0]!.evaluation!.memory;
const text = onDevices('{ workers: 8, batchSize: 50 }', '{ workers: 4 }');

describe('memory-use', () => {
  it('takes the fewest FFN workers in steps of what the pool grows by', () => {
    assert.equal(memoryOf(text)!.smallestFfn, 10);
    assert.equal(memoryOf(text)!.ffn.verdict, 'cannot fit');
  });

  it('is unknown for tensor parallelism, and without a batch size, a device or a model', () => {
    for (const other of [
      text.replace('{ workers: 4 }', '{ expertParallel: 4, tensorParallel: 2 }'),
      text.replace(', batchSize: 50', ''),
      text.replace('  device: h800\n', ''),
      text.replace('  model: deepseek-v3\n', ''),
    ])
      assert.equal(memoryOf(other), undefined, other);
  });

  it('is certain of the mean only as far as theta is', () => {
    const traced = onDevices('{ workers: 8, batchSize: 250 }', '{ workers: 12 }', '', '{ trace: t.csv }');
    const sure = memoryOf(traced, traceOf(...Array.from({ length: 3000 }, () => 4000)))!;
    assert.deepEqual([sure.attention.verdict, sure.certainOfMean], ['cannot fit', 'cannot fit']);
    const alone = memoryOf(traced, traceOf(4000))!;
    assert.deepEqual([alone.attention.verdict, alone.certainOfMean], ['cannot fit', 'unknown']);
  });

  it('knows which pools the FFN workers hold, and of which nothing is known', () => {
    const { deployment, evaluation } = analyse(text).documents[0]!;
    const holds = ffnHoldsPools(deployment!, memoryModel(deployment!, evaluation!.hardware))!;
    assert.deepEqual(
      [9, 10].map((ffn) => holds({ attention: 8, ffn })),
      [false, true],
    );
    assert.equal(ffnHoldsPools(deployment!, undefined), undefined);
    assert.equal(memoryModel({ ...deployment!, launches: [{} as never] }, evaluation!.hardware), undefined);
  });

  it('tells an excess from what is not known', () => {
    assert.deepEqual(
      [memoryOf(text), memoryOf(text.replace('{ workers: 4 }', '{ workers: 12 }')), undefined].map(isOverMemory),
      [true, false, false],
    );
  });
});
