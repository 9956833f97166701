import assert from 'node:assert/strict';
import { stageBudget, utilisationCeiling } from '../../server/src/strategy/utilisation-ceiling';

const deepseek = { experts: 256, perToken: 8, hidden: 7168, expertIntermediate: 2048 };
/** Links and memory at 0.8 of what the data sheets say. */
const h800 = {
  devicesPerNode: 8,
  scaleOutBytesPerSecond: 40e9,
  scaleUpBytesPerSecond: 160e9,
  memoryBytesPerSecond: 0.8 * 3.35e12,
  flops: 1979e12,
};
const budget = stageBudget(0.05, 1.7, 0.015, 61);

describe('utilisationCeiling', () => {
  it('leaves a stage of a layer 0.38 ms of a TPOT of 50 ms with 1.7 accepted tokens and 15 ms beside the layers', () => {
    assert.equal((1e3 * budget).toFixed(4), '0.3825');
  });

  it('is 24.1, 33.1, 16.6, 8.3, 8.3 and 8.3 % for DeepSeek-V3 on 1, 2, 4, 8, 16 and 32 nodes of H800', () => {
    const shares = [1, 2, 4, 8, 16, 32].map((nodes) => {
      const { share } = utilisationCeiling(deepseek, { ...h800, nodes }, budget);
      return (100 * share).toFixed(1);
    });
    assert.deepEqual(shares, ['24.1', '33.1', '16.6', '8.3', '8.3', '8.3']);
  });

  it('is bounded by memory on one node, by the scale-up network on two, and by the scale-out network from four on', () => {
    const bounds = [1, 2, 4, 32].map((nodes) => utilisationCeiling(deepseek, { ...h800, nodes }, budget).from);
    assert.deepEqual(bounds, ['memory', 'scale-up', 'scale-out', 'scale-out']);
  });

  it('is 65.5 % within the domain of GB200', () => {
    const gb200 = { devicesPerNode: 72, scaleOutBytesPerSecond: 720e9, scaleUpBytesPerSecond: 720e9 };
    const { share } = utilisationCeiling(
      deepseek,
      { ...gb200, nodes: 1, memoryBytesPerSecond: 6.4e12, flops: 4500e12 },
      budget,
    );
    assert.equal((100 * share).toFixed(1), '65.5');
  });

  it('is 36.4 % on one node of B200, whose devices get 50 GB/s between nodes', () => {
    const b200 = { devicesPerNode: 8, scaleOutBytesPerSecond: 50e9, scaleUpBytesPerSecond: 720e9 };
    const { share } = utilisationCeiling(
      deepseek,
      { ...b200, nodes: 1, memoryBytesPerSecond: 6.2e12, flops: 4500e12 },
      budget,
    );
    assert.equal((100 * share).toFixed(1), '36.4');
  });

  it('stays the same from as many nodes as experts of a token on', () => {
    const at = (nodes: number) => utilisationCeiling(deepseek, { ...h800, nodes }, budget).share;
    assert.equal(deepseek.perToken, 8);
    for (const nodes of [8, 9, 20, 32]) assert.equal(at(nodes), at(8));
    assert.ok(at(7) > at(8));
  });
});
