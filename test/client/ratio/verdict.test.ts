import assert from 'node:assert/strict';
import { bundleText, comparison, isBest, simulationSentence, verdict } from '../../../client/webview/ratio/verdict';
import type { TheorySweep } from '../../../server/src/sweep/sweep';
import { changed, point, simulated, theory } from '../../charts/sweeps';

const text = (sweep: TheorySweep): string =>
  verdict(sweep)
    .map((piece) => piece.text)
    .join('');

describe('the verdict of a sweep', () => {
  it('names the bottleneck, the best pools and what they gain', () => {
    assert.equal(text(theory()), '3A:1F is attention-bound · best 9A:1F, +17 % (+7.4 to +17 %) tokens/s per worker');
    assert.match(text(theory({ weighted: true })), /tokens\/s per unit of cost$/);
  });

  it('names what the reader changed', () => {
    assert.match(text(changed({ batchSize: 128 })), /^3A:1F is attention-bound with batch size 128 · best 9A:1F/);
    const without = changed({ tpotSeconds: null }, { manifest: { ...theory().manifest, tpotSeconds: 0.05 } });
    assert.match(text(without), /with no TPOT objective · best/);
  });

  it('says when no other pools are better', () => {
    const best = theory({ recommended: undefined });
    assert.equal(text(best), '3A:1F is attention-bound · no other pool sizes are predicted to be better');
  });

  it('knows when the configured pools are the best, not only the best that slo.tpot allows', () => {
    assert.equal(isBest(theory()), false);
    assert.equal(isBest(theory({ configured: point(9), recommended: undefined })), true);
    assert.equal(isBest(theory({ recommended: undefined })), false);
  });

  it('says what a smaller bundle stands for', () => {
    const sweep = theory({ configured: point(3, { attention: 320, ffn: 64 }) });
    assert.equal(bundleText(sweep), '38 such bundles have about as many workers');
    assert.match(text(sweep), /best 9A:1F \(38 such bundles have about as many workers\), \+17 %/);
    assert.equal(bundleText(theory({ configured: point(3, { attention: 8, ffn: 2 }) })), '');
    assert.equal(bundleText(theory()), '');
  });

  it('says when the TPOT objective is missed', () => {
    const sweep = theory({ timeUnit: 'ms', tpotLimit: 200 });
    assert.match(text(sweep), /^3A:1F is attention-bound · over the TPOT objective · best 9A:1F/);
    assert.match(text({ ...sweep, recommended: undefined }), /no pool sizes that meet it have more throughput$/);
    assert.doesNotMatch(text(theory({ timeUnit: 'ms', tpotLimit: 300 })), /over the TPOT objective/);
  });
});

describe('the words about a simulation', () => {
  it('compare it with the prediction', () => {
    assert.equal(comparison(simulated()), 'predicted 9A:1F, simulated best 9A:1F · ratio error 0.0 % · regret 0.0 %');
  });

  it('say what was simulated', () => {
    assert.equal(
      simulationSentence(simulated()),
      'Simulated: drawn from `traces/chat.csv` · 12,000 per attention worker · 4 replications · seed 7 · workers start in the middle of their requests',
    );
  });
});
