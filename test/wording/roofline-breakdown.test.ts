import assert from 'node:assert/strict';
import { type RooflineOptions, roofline } from '../../server/src/latency/roofline/roofline';
import { rooflineProfile } from '../../server/src/latency/roofline/roofline-profile';
import { renderText } from '../../server/src/wording/explanation';
import { explainProfile } from '../../server/src/wording/profile-explanation';
import { deepSeekV3, gb200, h20, h800, qwen32, qwen235 } from '../latency/roofline/known-shapes';

function explain(shape: typeof qwen235, devices: Parameters<typeof roofline>[1], options?: RooflineOptions) {
  const outcome = roofline(shape, devices, options);
  assert.ok(outcome.kind === 'ready');
  return explainProfile(rooflineProfile(outcome.roofline));
}

const onGb200 = { attention: gb200, ffn: gb200 };

describe('the explanation of a roofline', () => {
  it('shows every quantity between data sheet and stage time', () => {
    assert.equal(
      renderText(explain(qwen235, onGb200)),
      `qwen3-235b-a22b on gb200 · roofline, uncalibrated: from data sheets, nothing of it is measured

  attention, per KV token     20.05 ns  96.26 kB at 4.8 TB/s, memory-bound, 94 layers
  attention, per request      7.064 µs  projections 13.4 GFLOP at 2.25 PFLOP/s fp8, head 1.245 GFLOP at 1.125 PFLOP/s bf16
  attention, per step         2.502 ms  weights 7.947 GB at 4.8 TB/s, 282 operations
  FFN, per request            22.71 µs  experts 28.39 GFLOP at 1.25 PFLOP/s fp8
  FFN, per step                 564 µs  188 operations
  FFN, reading all experts    35.48 ms  227.1 GB at 6.4 TB/s, divided by the FFN workers; a token hits 8 of 128 per layer
  communication, per request  1.604 µs  385 kB out and 770 kB back at 720 GB/s scale-up, for each FFN worker that it goes to
  communication, per step      1.88 ms  188 hops of 10 µs

  Assumed of the peaks: attention 60 % of 8 TB/s and 45 % of 5 PFLOP/s, FFN 80 % of 8 TB/s and 25 % of 5 PFLOP/s, network 80 % of 900 GB/s
  Stored: attention fp8, experts fp8, KV cache fp8, head bf16; scores in bf16
  Memory: attention weights 9.192 GB, 96.26 kB per KV token, of 198.6 GB; FFN weights 227.1 GB divided by the FFN workers, of 198.6 GB; 3.5 GB reserved

  error of a stage time: 50 %; measure some steps, and afd-lens fit writes a calibrated profile
  from qwen3-235b-a22b: qwen3-235b-a22b, config.json; gb200: gb200, data sheet`,
    );
  });

  it('says what limits attention, what the pools cost and what sources leave open', () => {
    const { table, derivation, evidence } = explain(deepSeekV3, { attention: h20, ffn: h800 });
    assert.match(table?.rows[0]?.[2] ?? '', /^16\.99 MFLOP at 66\.6 TFLOP\/s bf16, compute-bound/);
    assert.match(table?.rows[4]?.[2] ?? '', /^dense and shared weights 3\.743 GB at 2\.68 TB\/s/);
    assert.ok(derivation.includes('Cost of one worker in dollars per hour: attention 0.8, FFN 2'));
    assert.equal(evidence.at(-1), 'note: `NVLink of 900 GB/s both ways together is not sourced`');
  });

  it('has no experts to speak of in a dense model', () => {
    const text = renderText(explain(qwen32, onGb200));
    assert.doesNotMatch(text, /expert|for each FFN worker that it goes to|divided by/);
  });

  it('shows an index and a window beside layers that read all', () => {
    const [layer] = qwen235.attention;
    assert.ok(layer);
    const selecting = { ...layer, readsAtMost: 2048, indexer: { elements: 128, flopPerToken: 1, parameters: 1 } };
    const sliding = { ...layer, readsAtMost: 128, dropsTheRest: true };
    const { table, derivation } = explain({ ...qwen235, attention: [selecting, sliding] }, onGb200);
    assert.deepEqual(
      table?.rows.slice(0, 3).map(([name]) => name),
      [
        'attention, per KV token, at most 2,048 of a request',
        'indexer, per KV token',
        'attention, per KV token, at most 128 of a request',
      ],
    );
    assert.match(derivation[2] ?? '', /108\.3 kB per KV token, 96\.26 kB per KV token for at most 128 of a request/);
  });

  it('keeps a note of a device file from being anything but text', () => {
    const noted = { ...gb200, notes: ['see `x` [here](http://example.org)\u001b[31m'] };
    const { evidence } = explain(qwen235, { attention: noted, ffn: noted });
    assert.equal(evidence.at(-1), "note: `see 'x' [here](http://example.org) [31m`");
  });
});
