import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { backlogOf, kvTokensOf, stepSecondsOf } from '../../server/src/evaluation/kv-tokens';
import { analyse, deployment, filesOf, readyTrace } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { onDevices } from '../rules/memory-cases';
import { profile } from '../rules/rule-case';

const read = (text: string, inputs?: Inputs) => {
  const { deployment: stated, evaluation } = analyse(text, inputs).documents[0]!;
  return { deployment: stated!, evaluation: evaluation! };
};
const tokensOf = (text: string, inputs?: Inputs) => {
  const { deployment: stated, evaluation } = read(text, inputs);
  return kvTokensOf(stated, evaluation);
};
const backlog = (text: string, inputs?: Inputs, rate?: number) => {
  const { deployment: stated, evaluation } = read(text, inputs);
  return backlogOf(stated, evaluation, rate);
};

/** A profile in milliseconds, beside which no memory is known. */
const own = deployment(
  '{ workers: 4, batchSize: 128 }',
  '{ workers: 1 }',
  '  microbatches: 2\n  scheduler: { kvTokens: 200000 }\n',
).replace('ascend-910c-deepseek-v3', 'p.yaml');
const requests = [
  [100, 20],
  [3000, 5],
  [0, 400],
] as const;
const files = filesOf({ 't.csv': readyTrace(requests) }, { 'p.yaml': profile('') });
const traced = own.replace(/workload: .*/, 'workload: { trace: t.csv }');

describe('the tokens that a KV cache holds', () => {
  const memory = onDevices('{ workers: 8, batchSize: 50 }', '{ workers: 12 }');

  it('are those that memory leaves room for', () => {
    const { tokens, stated } = tokensOf(memory)!;
    // 80 GB less 3.5 GB of reserve and 15.12 GB of weights, by 70,272 bytes of a token.
    assertRelative(tokens, (80e9 - 3.5e9 - 15.12e9) / 70_272, 1e-3);
    assert.equal(stated, undefined);
  });

  it('are those that the manifest states', () => {
    const text = `${memory}  scheduler: { kvTokens: 16492 }\n`;
    const found = tokensOf(text)!;
    assert.equal(found.tokens, 16_492);
    assert.equal(text.slice(found.stated!.range.start, found.stated!.range.end), '16492');
  });

  it('are unknown without either, and where weights leave no room', () => {
    assert.equal(tokensOf(memory.replace('  device: h800\n', '')), undefined);
    assert.equal(tokensOf(`${memory}  memory: { reserveGB: 79 }\n`), undefined);
    assert.equal(tokensOf(memory.replace('distribution: geometric, ', '')), undefined);
  });
});

describe('the backlog of a deployment', () => {
  it('is the demand for tokens over the steps that requests take', () => {
    const { rho, requestRate, meanVolume, stepSeconds, rateStated } = backlog(traced, files, 3)!;
    // Token by token and step by step.
    let held = 0;
    for (const [prefill, decode] of requests) for (let step = 1; step <= decode; step++) held += prefill + step;
    assertRelative(meanVolume, held / requests.length, 1e-12);
    const { evaluation } = read(traced, files);
    assertRelative(stepSeconds, evaluation.sizing!.tpot! / 1000, 1e-12);
    assertRelative(rho, ((3 / 4) * stepSeconds * meanVolume) / 200_000, 1e-12);
    assert.deepEqual([requestRate, rateStated], [3, undefined]);
  });

  it('goes by the stated rate before that of the trace', () => {
    const text = traced.replace('trace: t.csv', 'trace: t.csv, requestRate: 6');
    const stated = backlog(text, files, 3)!;
    assert.deepEqual([stated.requestRate, stated.rateStated?.value], [6, 6]);
    assertRelative(stated.rho, 2 * backlog(traced, files, 3)!.rho, 1e-12);
  });

  it('is unknown where a part of it is', () => {
    assert.equal(backlog(traced, files), undefined, 'no rate');
    assert.equal(backlog(traced.replace(/ {2}scheduler.*\n/, ''), files, 3), undefined, 'no cache');
    assert.equal(backlog(traced.replace('  microbatches: 2\n', ''), files, 3), undefined, 'no step time');
    const cycles = traced.replace('p.yaml', 'ascend-910c-deepseek-v3');
    assert.equal(backlog(cycles, files, 3), undefined, 'cycles');
    const { evaluation } = read(cycles, files);
    assert.ok(evaluation.sizing?.tpot !== undefined);
    assert.equal(stepSecondsOf(evaluation), undefined);
    const ends = own.replace('meanDecode: 500 }', 'meanDecode: 500 }, horizonRequests: 1000');
    assert.notEqual(ends, own);
    assert.equal(backlog(ends, files, 3), undefined, 'a run that ends');
    assert.notEqual(backlog(own, files, 3), undefined);
  });
});
