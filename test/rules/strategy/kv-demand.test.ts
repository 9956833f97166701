import assert from 'node:assert/strict';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { kvDemand } from '../../../server/src/rules/strategy/kv-demand';
import { analyse, findingsOf, fixed } from '../../analysis/analysed';
import { arrivingInputs, mixedStream, scheduled } from '../../evaluation/arriving';
import { arrivingLaunch } from '../arriving-launch';
import { describeRule } from '../describe-rule';
import { assertToldFrom } from '../threshold';

const found = (text: string, inputs: Inputs) => findingsOf(text, inputs).filter(({ code }) => code === 'AFD613');
const stream = mixedStream(2000, 3);

describeRule(kvDemand, {
  reports: [
    {
      title: 'more requests than the caches hold',
      text: scheduled(),
      inputs: arrivingInputs(stream).inputs,
      expected: [
        'error',
        '4',
        'No order of requests helps: they need 1.28 times the KV cache; 6 attention workers hold them.',
      ],
    },
  ],
  silent: [
    {
      title: 'requests that the caches hold',
      text: scheduled(),
      inputs: arrivingInputs(mixedStream(2000, 2.2)).inputs,
    },
  ],
});

describe('kv-demand', () => {
  it('says by how much more comes than the caches hold, and how many workers do', () => {
    const { inputs, asked } = arrivingInputs(stream);
    const text = scheduled();
    const [error] = found(text, inputs);
    const { rho } = analyse(text, inputs).documents[0]!.requestOrder!.offeredLoad!;
    assert.ok(rho > 1.2 && rho < 1.5, `${rho}`);
    const [, share, workers] =
      /^No order of requests helps: they need (.*) times the KV cache; (\d+) attention workers hold them\.$/.exec(
        error!.message,
      )!;
    assert.deepEqual([error!.severity, share, text.slice(error!.start, error!.end)], ['error', rho.toFixed(2), '4']);
    assert.equal(asked.length, 0);
    const fix = error!.fixes.find(({ suppression }) => !suppression)!;
    assert.equal(fix.title, `Change to ${workers}A:1F, the fewest attention workers that keep up`);
    assert.deepEqual([fix.preferred, fixed(text, fix)], [false, text.replace('workers: 4', `workers: ${workers}`)]);
    assert.deepEqual(found(fixed(text, fix), inputs), []);
  });

  it('says the same of launches, and changes both', () => {
    const { inputs } = arrivingInputs(stream);
    const foundIn = (text: string) =>
      findingsOf(text, inputs, undefined, 'script').filter(({ code }) => code === 'AFD613');
    const text = arrivingLaunch();
    const [error] = foundIn(text);
    assert.equal(error?.message, found(scheduled(), inputs)[0]!.message);
    const [, workers] = /; (\d+) attention workers hold them\.$/.exec(error!.message)!;
    const fix = error!.fixes.find(({ suppression }) => !suppression)!;
    const changed = text
      .replaceAll('"num_attention_ranks": 4', `"num_attention_ranks": ${workers}`)
      .replace('--data-parallel-size 4', `--data-parallel-size ${workers}`);
    assert.deepEqual([fix.preferred, fixed(text, fix)], [false, changed]);
    assert.deepEqual(foundIn(changed), []);
    assert.deepEqual(foundIn(text.replace(' kv-tokens=16492', '')), []);
  });

  it('counts whole bundles where more attention workers alone would be more, and edits nothing', () => {
    const text = scheduled(undefined, '{ trace: t.csv, requestRate: 100 }');
    const { inputs } = arrivingInputs(stream);
    const [error] = found(text, inputs);
    const [, bundles] = /times the KV cache; (\d+) such bundles hold them\.$/.exec(error!.message)!;
    assert.deepEqual(error!.fixes, []);
    const rhoOf = (rate: number) =>
      analyse(text.replace('requestRate: 100', `requestRate: ${rate}`), inputs).documents[0]!.requestOrder!.offeredLoad!
        .rho;
    assert.ok(rhoOf(100 / Number(bundles)) <= 1 && rhoOf(100 / (Number(bundles) - 1)) > 1);
  });

  it('counts whole bundles already where they take as few workers', () => {
    const { inputs } = arrivingInputs(stream);
    const held = (rate: number) =>
      found(scheduled(undefined, `{ trace: t.csv, requestRate: ${rate} }`), inputs)[0]!.message.split('; ')[1];
    // 27 and 1 workers are fewer than 6 bundles of 5; 29 and 1 are as many.
    assert.equal(held(13), '27 attention workers hold them.');
    assert.equal(held(14), '6 such bundles hold them.');
  });

  it('is silent where it is not certain, and below capacity', () => {
    assert.deepEqual(found(scheduled(), arrivingInputs(stream, 0.5).inputs), []);
    assert.deepEqual(found(scheduled(), arrivingInputs(mixedStream(2000, 2.2)).inputs), []);
    assert.deepEqual(found(scheduled(), arrivingInputs(mixedStream(20, 3)).inputs), []);
    assert.deepEqual(found(scheduled('{ policy: fcfs }'), arrivingInputs(stream).inputs), []);
  });

  it('speaks where even the low end is above what the caches hold', () => {
    const { inputs } = arrivingInputs(stream);
    assertToldFrom(1, 2, 3.5, (rate) => {
      const text = scheduled(undefined, `{ trace: t.csv, requestRate: ${rate} }`);
      const { low } = analyse(text, inputs).documents[0]!.requestOrder!.offeredLoad!;
      return { told: found(text, inputs).length > 0, quantity: low };
    });
  });
});
