import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { attentionNeeded, offeredLoadOf } from '../../server/src/evaluation/offered-load';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { arrivingInputs, mixedStream, scheduled } from './arriving';

const read = (text: string, inputs: Inputs) => {
  const { deployment, evaluation } = analyse(text, inputs).documents[0]!;
  return { deployment: deployment!, evaluation: evaluation! };
};
const offeredLoad = (text: string, inputs: Inputs) => {
  const { deployment, evaluation } = read(text, inputs);
  return offeredLoadOf(deployment, evaluation);
};
const stream = mixedStream(2000, 1);
const { inputs } = arrivingInputs(stream);
/** Seconds of a step with so many requests in flight on each worker, by the theory. */
const secondsAt = (inFlight: number, attention = 4): number => {
  const { point, form } = read(scheduled(), inputs).evaluation.sizing!;
  return (2 * cycleTime({ ...point, batchSize: inFlight / 2 }, { attention, ffn: 1 }, form)) / 1000;
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Token by token and step by step. */
const meanVolume = mean(
  stream.requests.map(([prefill, decode]) => {
    let held = 0;
    for (let step = 1; step <= decode; step++) held += prefill + step;
    return held;
  }),
);
const meanDecode = mean(stream.requests.map(([, decode]) => decode));
const rated = (rate: number, scheduler?: string) =>
  scheduled(scheduler, `{ trace: t.csv, requestRate: ${rate.toPrecision(15)} }`);
/** Requests per second to 4 workers at which so many are in flight on each. */
const rateFor = (inFlight: number, attention = 4) => (attention * inFlight) / (secondsAt(inFlight) * meanDecode);
const held = 16_492 / (meanVolume / meanDecode);

describe('the offeredLoad of a deployment', () => {
  it('is the demand for tokens, at the step of the requests that are then in flight', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.99, noNaN: true }), (share) => {
        const found = offeredLoad(rated(rateFor(share * held)), inputs)!;
        assertRelative(found.rho, share, 1e-6);
        assertRelative(found.meanVolume, meanVolume, 1e-9);
        assertRelative(found.inFlight, share * held, 1e-6);
        assertRelative(found.stepSeconds, secondsAt(share * held), 1e-6);
        const { requestRate, stepSeconds } = found;
        assertRelative(found.rho, ((requestRate / 4) * stepSeconds * meanVolume) / 16_492, 1e-6);
        assert.ok(found.low < found.rho && found.rho < found.high && !found.waitsForSlots);
      }),
      { numRuns: 25 },
    );
  });

  it('is that of a full cache where more comes, be the batch larger', () => {
    const found = offeredLoad(rated(1.3 * rateFor(held)), inputs)!;
    assertRelative(found.rho, 1.3, 1e-6);
    assertRelative(found.inFlight, held, 1e-9);
  });

  it('goes by the rate of the trace where none is stated', () => {
    const { rho, requestRate, rateStated } = offeredLoad(scheduled(), inputs)!;
    assert.equal(rateStated, undefined);
    const span = stream.seconds.at(-1)! - stream.seconds[0]!;
    assertRelative(requestRate, 1999 / span, 1e-12);
    assertRelative(offeredLoad(rated(requestRate), inputs)!.rho, rho, 1e-6);
    assert.ok(offeredLoad(rated(1), inputs)!.rateStated?.value === 1);
  });

  it('says where the batch is full before the cache', () => {
    const wide = '{ kvTokens: 100000 }';
    assert.equal(offeredLoad(rated(rateFor(30), wide), inputs)!.waitsForSlots, false);
    const full = offeredLoad(rated(1.05 * rateFor(32), wide), inputs)!;
    assert.deepEqual([full.waitsForSlots, full.inFlight], [true, 32]);
    assert.ok(full.rho < 1);
  });

  it('is as uncertain as the requests and the stage times', () => {
    const half = { ...arrivingInputs(stream, 0.5) };
    const at = rated(1.2 * rateFor(held));
    assert.ok(offeredLoad(at, inputs)!.low > 1);
    assert.ok(offeredLoad(at, half.inputs)!.low < 1);
    const few = arrivingInputs(mixedStream(300, 1)).inputs;
    const width = (found: ReturnType<typeof offeredLoad>) => (found!.high - found!.low) / found!.rho;
    assert.ok(width(offeredLoad(scheduled(), few)) > 2 * width(offeredLoad(scheduled(), inputs)));
  });

  it('covers the truth about as often as it claims', () => {
    const exact = (seed: number) => arrivingInputs(mixedStream(200, 0.5, seed), 0).inputs;
    // The law of the stream, from many more requests of it.
    const truth = offeredLoad(scheduled(), arrivingInputs(mixedStream(100_000, 0.5, 9), 0).inputs)!.rho;
    const covered = Array.from({ length: 100 }, (_, seed) => offeredLoad(scheduled(), exact(100 + seed))!).filter(
      ({ low, high }) => low <= truth && truth <= high,
    ).length;
    assert.ok(covered >= 82 && covered <= 98, `${covered} of 100`);
  });

  it('is unknown where a part of it is', () => {
    assert.notEqual(offeredLoad(scheduled(), inputs), undefined);
    const silent: Inputs = {
      ...inputs,
      trace: (...asked) => {
        const state = inputs.trace(...asked);
        return state.kind === 'ready' ? { ...state, summary: { ...state.summary, requestRate: undefined } } : state;
      },
    };
    assert.equal(offeredLoad(scheduled(), silent), undefined, 'no rate');
    assert.notEqual(offeredLoad(rated(1), silent), undefined);
    assert.equal(offeredLoad(scheduled('{ policy: fcfs }'), inputs), undefined, 'no cache');
    assert.equal(offeredLoad(scheduled().replace('  microbatches: 2\n', ''), inputs), undefined, 'no step time');
    assert.equal(offeredLoad(scheduled().replace('p.yaml', 'ascend-910c-deepseek-v3'), inputs), undefined, 'cycles');
    const geometric = 'distribution: geometric, meanPrefill: 100, meanDecode: 500';
    const ends = scheduled(undefined, `{ statistics: { ${geometric} }, requestRate: 1, horizonRequests: 1000 }`);
    assert.equal(offeredLoad(ends, inputs), undefined, 'a run that ends');
    assert.notEqual(offeredLoad(ends.replace(', horizonRequests: 1000', ''), inputs), undefined);
  });
});

describe('the attention workers that keep up', () => {
  it('are the fewest whose caches hold what comes', () => {
    for (const load of [1.2, 1.5, 2]) {
      const text = rated(load * rateFor(held));
      const { deployment, evaluation } = read(text, inputs);
      const needed = attentionNeeded(deployment, evaluation, offeredLoadOf(deployment, evaluation)!)!;
      const at = (workers: number) =>
        offeredLoad(text.replace('attention: { workers: 4', `attention: { workers: ${workers}`), inputs)!;
      assert.ok(needed.attention > 4 && needed.ffn === 1);
      assert.ok(at(needed.attention).rho < 1);
      assert.ok(at(needed.attention - 1).rho >= 1);
    }
  });

  it('are none where the FFN pool cannot serve so many', () => {
    const text = rated(50 * rateFor(held));
    const { deployment, evaluation } = read(text, inputs);
    assert.equal(attentionNeeded(deployment, evaluation, offeredLoadOf(deployment, evaluation)!), undefined);
  });
});
