import assert from 'node:assert/strict';
import { neverAdmitted } from '../../../server/src/rules/strategy/never-admitted';
import { findingsOf } from '../../analysis/analysed';
import { arrivingInputs, mixedStream, scheduled } from '../../evaluation/arriving';
import { arrivingLaunch } from '../arriving-launch';
import { describeRule } from '../describe-rule';
import { onDevices, traceOf } from '../on-devices';

const stream = mixedStream(1000, 0.1);
const { inputs } = arrivingInputs({ ...stream, requests: [[9000, 1000], ...stream.requests.slice(1)] });
const found = (text: string, files = inputs) => findingsOf(text, files).filter(({ code }) => code === 'AFD614');

describeRule(neverAdmitted, {
  reports: [
    {
      title: 'a request that takes a token more than the stated cache',
      text: scheduled('{ kvTokens: 9999 }'),
      inputs,
      expected: [
        'error',
        '9999',
        'The longest request of the trace takes 10,000 tokens; a KV cache of 9,999 never admits it.',
      ],
    },
  ],
  silent: [
    { title: 'a cache that holds it', text: scheduled('{ kvTokens: 10000 }'), inputs },
    {
      title: 'statistics, which name no request',
      text: scheduled(
        '{ kvTokens: 99 }',
        '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }',
      ),
      inputs,
    },
  ],
});

describe('never-admitted', () => {
  it('reports a request that takes a token more than the stated cache', () => {
    const text = scheduled('{ kvTokens: 9999 }');
    assert.deepEqual(
      found(text).map(({ severity, message, start, end }) => [severity, message, text.slice(start, end)]),
      [['error', 'The longest request of the trace takes 10,000 tokens; a KV cache of 9,999 never admits it.', '9999']],
    );
    assert.deepEqual(found(scheduled('{ kvTokens: 10000 }')), []);
  });

  it('reports it where a comment beside launches states the cache', () => {
    const text = arrivingLaunch({}, 'trace=t.csv kv-tokens=9.999k');
    const [error, ...others] = findingsOf(text, inputs, undefined, 'script').filter(({ code }) => code === 'AFD614');
    assert.deepEqual(others, []);
    assert.deepEqual([error?.severity, text.slice(error!.start, error!.end)], ['error', '9.999k']);
    assert.equal(error!.message, found(scheduled('{ kvTokens: 9999 }'))[0]!.message);
    const enough = arrivingLaunch({}, 'trace=t.csv kv-tokens=10k');
    assert.ok(findingsOf(enough, inputs, undefined, 'script').every(({ code }) => code !== 'AFD614'));
  });

  it('leaves a cache that follows from memory to AFD502', () => {
    const text = onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12 }', '', '{ trace: t.csv }');
    const files = traceOf(...Array.from({ length: 2000 }, () => 4000), 1_000_000);
    assert.deepEqual(found(text, files), []);
    assert.ok(findingsOf(text, files).some(({ code }) => code === 'AFD502'));
  });
});
