import assert from 'node:assert/strict';
import { memoryLines } from '../../server/src/wording/memory-lines';
import { analyse } from '../analysis/analysed';
import { onDevices } from '../rules/on-devices';

function linesOf(text: string): readonly string[] {
  const { deployment, evaluation } = analyse(text).documents[0]!;
  return memoryLines(deployment!, evaluation!);
}

describe('memory-lines', () => {
  // The numbers by hand are in memory-cases; 32 rows of 3 microbatches take 267 kB each on an FFN worker.
  // At the peak 37.94 GB + 3.66 x 4,031 tokens x 70,272 bytes x sqrt(120), with Phi(3.66)^8 = 0.999.
  it('show what both pools hold and what they have room for', () => {
    assert.deepEqual(linesOf(onDevices('{ workers: 8, batchSize: 40 }', '{ workers: 10 }', '  microbatches: 3\n')), [
      'KV cache = 40 × 3 × 316.2 MB = 37.94 GB, 49.3 GB at the peak; room for 61.38 GB (80 GB of `h800` - 15.12 GB weights - 3.5 GB reserve): B at most 64, 51 at the peak too',
      'FFN memory = 70.16 GB weights + 25.66 MB activations + 3.5 GB reserve = 73.68 GB of 80 GB on `h800`',
    ]);
  });

  it('say on what they depend where microbatches are not known', () => {
    const [first] = linesOf(onDevices('{ workers: 8, batchSize: 40 }', '{ workers: 10 }'));
    assert.match(
      first!,
      /^KV cache = 40 × 316\.2 MB = .*: B at most 194, \d+ at the peak too, if 1 microbatch is in flight$/,
    );
  });

  it('are none where no device is known', () => {
    assert.deepEqual(
      linesOf(onDevices('{ workers: 8, batchSize: 40 }', '{ workers: 10 }').replace(/ {2}device.*\n/, '')),
      [],
    );
  });
});
