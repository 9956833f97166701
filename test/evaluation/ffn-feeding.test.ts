import assert from 'node:assert/strict';
import { ffnFeeding } from '../../server/src/evaluation/ffn-feeding';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { served } from '../rules/served';

function feeding(ffn: number, lines = 'efficiency: { ffnCompute: 0.6 }', attention = 192) {
  const text = served(
    'deepseek-v3',
    'h800',
    { attention: `workers: ${attention}, batchSize: 256`, ffn, more: `  microbatches: 3\n  roofline: { ${lines} }\n` },
    '{ statistics: { distribution: geometric, meanPrefill: 200, meanDecode: 100 } }',
  );
  const { deployment, evaluation } = analyse(text).documents[0]!;
  return ffnFeeding(deployment!, evaluation!);
}

/** 1 - C(256 - held, 8) / C(256, 8): the chance that a node with so many experts has one of a row's. */
function hit(held: number): number {
  let none = 1;
  for (let i = 0; i < 8; i++) none *= (256 - held - i) / (256 - i);
  return 1 - none;
}

describe('ffn-feeding', () => {
  it('is the published ceiling of H800 on two nodes, and of one expert per entry on many', () => {
    const found = feeding(64)!;
    assert.deepEqual([found.nodes, found.best.nodes], [8, 2]);
    // 2 B M / FLOPS with the 160 GB/s of NVLink that are reached, 2,048 columns per expert, 1,979 TFLOP/s: 33.1 %.
    assertRelative(found.best.share, (2 * 160e9 * 2048) / 1979e12, 1e-9);
    // Over eight nodes of 32 experts a row enters 8 x hit of them, for its 8 experts, at the 40 GB/s between nodes.
    assertRelative(found.share, (2 * 40e9 * (1 / hit(32)) * 2048) / 1979e12, 1e-9);
    assert.ok(found.share < feeding(32)!.share);
    const flat = feeding(1024, undefined, 3072)!;
    assertRelative(flat.share, 0.083, 0.05);
  });

  it('is silent where another stage sets the cycle, or the FFN computes no faster anyway', () => {
    assert.equal(feeding(64, undefined, 8), undefined);
    assert.equal(feeding(64, 'efficiency: { ffnCompute: 0.12 }'), undefined);
    assert.equal(feeding(64, 'network: scale-up, efficiency: { ffnCompute: 0.6 }'), undefined);
    assert.equal(feeding(16), undefined);
  });
});
