import assert from 'node:assert/strict';
import { evaluate } from '../../server/src/evaluation/evaluate';
import { defaultThresholds, type Inputs } from '../../server/src/evaluation/inputs';
import type { Deployment } from '../../server/src/manifest/deployment';
import { jointChoiceLine } from '../../server/src/wording/joint-choice';
import { analyse, deployment, filesOf } from '../analysis/analysed';
import { rooflined } from '../evaluation/rooflined';
import { readLaunches } from '../manifest/stated-launch';
import { profile } from '../rules/base-texts';

function line(text: string, inputs: Inputs = filesOf(), change: Partial<Deployment> = {}): string {
  const stated = { ...analyse(text, inputs).documents[0]!.deployment!, ...change };
  return jointChoiceLine(stated, evaluate(stated, inputs, defaultThresholds));
}

const pattern =
  /^joint choice for the same 32 workers: (\d+)A:(\d+)F, batch size (\d+) \(limited by attention memory\), (\d) microbatches, \+(\d+) % \(\+?(\S+) to \+?(\S+) %\) tokens\/s per worker$/;
const objective = '  microbatches: 3\n  slo: { tpot: 100ms }\n';
const calibrated = filesOf({}, { 'p.yaml': profile('calibratedRanges: { batchSize: [16, 200] }\n') });
const own = deployment('{ workers: 8, batchSize: 128 }', '{ workers: 1 }', '  microbatches: 3\n').replace(
  'ascend-910c-deepseek-v3',
  'p.yaml',
);

describe('the joint choice in the explanation', () => {
  it('gains what it says when it is configured, and then is not proposed again', () => {
    const stated = line(rooflined());
    const [, x, y, batchSize, microbatches, gain, low, high] = pattern.exec(stated) ?? assert.fail(stated);
    const instead = rooflined({
      attention: `{ workers: ${x}, batchSize: ${batchSize} }`,
      ffn: `{ workers: ${y} }`,
      more: `  microbatches: ${microbatches}\n`,
    });
    assert.equal(Number(x) + Number(y), 32);
    const throughput = (text: string): number => analyse(text).documents[0]!.evaluation!.sizing!.throughput;
    const predicted = (throughput(instead) / throughput(rooflined()) - 1) * 100;
    assert.ok(Number(low) < predicted && predicted < Number(high) && Number(low) < Number(gain));
    assert.equal(line(instead), '');
    // One request more would not fit at the peak.
    const larger = instead.replace(`batchSize: ${batchSize}`, `batchSize: ${Number(batchSize) + 1}`);
    assert.equal(analyse(larger).documents[0]!.evaluation!.memory!.attention.verdict, 'peak over');
  });

  it('says that it keeps what the configured one breaks, be it faster or slower', () => {
    assert.match(
      line(rooflined({ more: objective })),
      /\(limited by the TPOT objective\), .*, and it keeps the objective$/,
    );
    const large = rooflined({ attention: '{ workers: 16, batchSize: 100 }', more: objective });
    assert.match(line(large), / -\d+ % \(.*\) tokens\/s per worker, but it keeps the objective$/);
    const tooLarge = rooflined({ attention: '{ workers: 16, batchSize: 4000 }' });
    assert.match(line(tooLarge), /, (?:but|and) it fits in memory$/);
  });

  it('is conditional where memory is not known', () => {
    assert.match(line(own, calibrated), /\(limited by the calibrated range\), .*, if the KV cache holds that$/);
  });

  it('is left out where nothing bounds the batch size', () => {
    assert.equal(line(own, filesOf({}, { 'p.yaml': profile('') })), '');
    const overHorizon = own.replace(' } }', ' }, horizonRequests: 10000 }');
    assert.equal(line(overHorizon, calibrated), '');
  });

  it('is left out of launches, without microbatches, and beyond 512 workers', () => {
    const launches = readLaunches('attn a=8 f=1 seqs=128\n');
    assert.equal(launches.length, 1);
    assert.equal(line(own, calibrated, { launches }), '');
    assert.equal(line(own.replace('  microbatches: 3\n', ''), calibrated), '');
    const many = (ffn: number): string => line(rooflined({ ffn: `{ workers: ${ffn} }` }));
    assert.notEqual(many(496), '');
    assert.equal(many(497), '');
  });
});
