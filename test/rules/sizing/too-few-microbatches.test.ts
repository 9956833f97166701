import assert from 'node:assert/strict';
import { microbatchGain } from '../../../server/src/evaluation/microbatch-gain';
import type { Deployment } from '../../../server/src/manifest/deployment';
import { tooFewMicrobatches } from '../../../server/src/rules/sizing/too-few-microbatches';
import { analyse, deployment, filesOf, findingsOf } from '../../analysis/analysed';
import { factOf } from '../../manifest/stated-launch';
import { arrivingLaunch } from '../arriving-launch';
import { good, profile, traceInputs } from '../base-texts';
import { describeRule } from '../describe-rule';
import { launchSubject } from '../launch-subject';
import { assertToldFrom } from '../threshold';

const text = 'attn a=10 f=1 seqs=1024\nffn a=10 f=1\n';
const stated: Partial<Deployment> = {
  microbatches: factOf(1, { literal: false }),
  microbatchChoices: [1, 2],
};

function found(change: Partial<Deployment>) {
  return tooFewMicrobatches.check(launchSubject(text, {}, change));
}

describeRule(tooFewMicrobatches, {
  reports: [
    {
      title: 'one microbatch',
      text: deployment(good, '{ workers: 1 }', '  microbatches: 1\n'),
      expected: [
        'info',
        '1',
        '1 microbatch overlaps no stage with another: 3 give +124 % (+120 to +127 %) tokens/s per worker, TPOT 947.2 cycles.',
      ],
    },
    {
      title: 'two microbatches',
      text: deployment('{ workers: 8, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 2\n'),
      expected: [
        'info',
        '2',
        '2 microbatches do not hide communication: 3 give +5.3 % (+2.9 to +7.9 %) tokens/s per worker, TPOT 942.2 cycles.',
      ],
    },
  ],
  silent: [
    {
      title: 'three microbatches',
      text: deployment(good, '{ workers: 1 }', '  microbatches: 3\n'),
    },
    { title: 'unknown microbatches', text: deployment(good) },
  ],
});

describe('too-few-microbatches', () => {
  it('compares the same requests in flight, split, where launches say how many these are', () => {
    const [finding, ...more] = found(stated);
    assert.deepEqual(more, []);
    assert.match(
      finding!.message,
      /^1 microbatch overlaps no stage with another: 2 of 512 requests \(`--enable-dbo`\) give \+\d+ % \(.*\) tokens\/s per worker, TPOT /,
    );
    assert.deepEqual(finding!.fixes(), [], 'no number is written that could be edited');
  });

  it('offers to write the number, not as the preferred fix: more of them need more KV cache', () => {
    const [finding] = findingsOf(deployment(good, '{ workers: 1 }', '  microbatches: 1\n')).filter(
      ({ code }) => code === 'AFD105',
    );
    assert.deepEqual(
      finding!.fixes.filter(({ suppression }) => !suppression).map(({ title, preferred }) => [title, preferred]),
      [['Change to 3 microbatches, if the KV cache holds them', false]],
    );
  });

  it('is silent where the profile is not calibrated for half the batch', () => {
    const launches = arrivingLaunch(
      { 'max-num-seqs': '1024', 'data-parallel-size': '10' },
      'trace=t.csv profile=p.yaml',
    )
      .replaceAll('"num_attention_ranks": 4', '"num_attention_ranks": 10')
      .replaceAll('--enable-dbo', '');
    const countFrom = (batchSize: number) => {
      const calibrated = profile(`calibratedRanges: { batchSize: [${batchSize}, 2000] }`);
      const inputs = { ...traceInputs(), profile: () => calibrated };
      return findingsOf(launches, inputs, undefined, 'script').filter(({ code }) => code === 'AFD105').length;
    };
    assert.deepEqual([countFrom(512), countFrom(513)], [1, 0]);
  });

  it('offers no number that the engine cannot run', () => {
    assert.deepEqual(found({ ...stated, microbatchChoices: [1] }), []);
    assert.deepEqual(found({ ...stated, microbatches: factOf(2), microbatchChoices: [1, 2] }), []);
  });

  it('is silent where half the batch gains nothing', () => {
    const small = launchSubject(text.replace('1024', '2'), {}, stated);
    assert.deepEqual(tooFewMicrobatches.check(small), []);
    const one = launchSubject(text.replace('1024', '1'), {}, stated);
    assert.deepEqual(tooFewMicrobatches.check(one), []);
  });

  it('is silent where more of them would miss the TPOT objective, of which cycles tell nothing', () => {
    const at = (tpot: string, profileId: string) => {
      const manifest = deployment(good, '{ workers: 1 }', `  microbatches: 1\n  slo: { tpot: ${tpot} }\n`);
      return findingsOf(
        manifest.replace('ascend-910c-deepseek-v3', profileId),
        filesOf({}, { 'p.yaml': profile('') }),
      ).filter(({ code }) => code === 'AFD105').length;
    };
    // Three take 947.2 ms.
    assert.deepEqual([at('947ms', 'p.yaml'), at('948ms', 'p.yaml')], [0, 1]);
    assert.equal(at('1ms', 'ascend-910c-deepseek-v3'), 1);
  });

  it('speaks from a low gain of 2 % on', () => {
    assertToldFrom(0.02, 500, 100, (meanPrefill) => {
      const text = deployment('{ workers: 8, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 2\n').replace(
        'meanPrefill: 100, meanDecode: 500',
        `meanPrefill: ${meanPrefill}, meanDecode: 500`,
      );
      const { evaluation, findings } = analyse(text).documents[0]!;
      const better = microbatchGain(evaluation!.sizing!, { choices: undefined, keeps: 'batch size' });
      return { told: findings.some(({ code }) => code === 'AFD105'), quantity: better!.gainLow };
    });
  });
});
