import assert from 'node:assert/strict';
import { strategyQuestion } from '../../server/src/evaluation/strategy-question';
import { leastBytesWithoutAfd } from '../../server/src/strategy/least-bytes-without-afd';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { served } from '../rules/served';

describe('least-bytes-without-afd', () => {
  it('is a share of all weights, a request and a prompt on each device, by hand', () => {
    const text = served(
      'llama-3.1-8b',
      'h200',
      { attention: 'workers: 1, batchSize: 1', ffn: 1, more: '  slo: { tpot: 50ms }\n' },
      '{ statistics: { distribution: geometric, meanPrefill: 10000, meanDecode: 100 } }',
    );
    const { deployment, evaluation } = analyse(text).documents[0]!;
    const reading = strategyQuestion(deployment!, evaluation!);
    assert.ok(reading.kind === 'question');
    const { attention, capacity } = leastBytesWithoutAfd(reading.question)!;
    assert.equal(capacity, 141e9);
    // Sliced over both devices: 8.03e9 parameters of 2 bytes, and two requests of 10,000 tokens of 131,072 bytes, one of them
    // at its peak; 3.5 GB of reserve. Embedding and head, 2.1 GB, are on both.
    const weights = (2 * 8.03e9 - 2.1e9) / 2 + 2.1e9;
    const prompt = (10_000 * 131_072) / 2;
    assertRelative(attention, 3.5e9 + weights + 2 * prompt, 0.08);
    assert.ok(attention > 3.5e9 + weights + 2 * prompt, `${attention}`);
  });
});
