import assert from 'node:assert/strict';
import { worldsOf } from '../../../server/src/evaluation/worlds-of';
import { timePerOutputToken } from '../../../server/src/provisioning/cycle/tpot';
import { objectiveMissed } from '../../../server/src/rules/memory/objective-missed';
import { pointIn } from '../../../server/src/uncertainty/world';
import type { PointEstimate } from '../../../server/src/workload/workload-estimate';
import { analyse, deployment, filesOf, findingsOf, fixed } from '../../analysis/analysed';
import { good, profile } from '../base-texts';
import { describeRule } from '../describe-rule';
import { held, onDevices } from '../on-devices';
import { assertToldFrom } from '../threshold';

const found = (text: string) => findingsOf(text).filter(({ code }) => code === 'AFD504');
const changes = (text: string) =>
  found(text).flatMap(({ fixes }) => fixes.filter(({ title }) => title.startsWith('Change')));
const at = (pool: string, tpot: string) =>
  onDevices(pool, '{ workers: 12 }', `  microbatches: 3\n  slo: { tpot: ${tpot} }\n`);

describeRule(objectiveMissed, {
  reports: [
    {
      title: 'an objective missed',
      text: onDevices('{ workers: 8, batchSize: 40 }', held, '  microbatches: 3\n  slo: { tpot: 25ms }\n'),
      expected: ['warning', '25ms', 'TPOT is 75.15 ms, over the objective of 25 ms. B = 1 keeps it at 8A:12F.'],
    },
    {
      title: 'the TTFT that a first step alone misses, whatever is changed',
      text: onDevices('{ workers: 8, batchSize: 40 }', held, '  microbatches: 3\n  slo: { ttft: 15ms }\n'),
      expected: [
        'warning',
        '15ms',
        'TTFT is at least 75.15 ms, over the objective of 15 ms. Even B = 1 at 1A:12F takes 22.05 ms, attention-bound.',
      ],
    },
  ],
  silent: [
    {
      title: 'an objective missed within the error of a roofline only',
      text: onDevices('{ workers: 8, batchSize: 40 }', held, '  microbatches: 3\n  slo: { tpot: 50ms }\n'),
    },
    {
      title: 'an objective and microbatches not known',
      text: onDevices('{ workers: 8, batchSize: 40 }', held, '  slo: { tpot: 1ms }\n'),
    },
  ],
});

describe('objective-missed', () => {
  it('offers the batch size or the attention workers that keep the objective, and is silent behind them', () => {
    const [batch] = changes(at('{ workers: 8, batchSize: 40 }', '30ms'));
    assert.match(batch!.title, /^Change the batch size to \d+, the largest that keeps the objective$/);
    const many = at('{ workers: 200, batchSize: 8 }', '50ms');
    assert.match(found(many)[0]!.message, / \d+A:12F keeps it at B = 8\.$/);
    const [pools] = changes(many);
    assert.match(pools!.title, /^Change to \d+A:12F, the most attention workers that keep the objective$/);
    for (const [text, fix] of [
      [at('{ workers: 8, batchSize: 40 }', '30ms'), batch!],
      [many, pools!],
    ] as const) {
      assert.equal(fix.preferred, false);
      assert.deepEqual(found(fixed(text, fix)), []);
    }
  });

  it('edits nothing where both would have to change, or nothing helps', () => {
    const both = at('{ workers: 200, batchSize: 50 }', '40ms');
    assert.match(found(both)[0]!.message, /The nearest that keeps it is \d+A:12F at B = \d+\.$/);
    assert.deepEqual(changes(both), []);
    assert.deepEqual(changes(at('{ workers: 8, batchSize: 40 }', '10ms')), []);
  });

  it('proposes nothing for which the profile is not calibrated', () => {
    const text = deployment(good, '{ workers: 1 }', '  microbatches: 3\n  slo: { tpot: 500ms }\n');
    const of = (batchSize: number) =>
      findingsOf(
        text.replace('ascend-910c-deepseek-v3', 'p.yaml'),
        filesOf({}, { 'p.yaml': profile(`calibratedRanges: { batchSize: [${batchSize}, 300] }`) }),
      )
        .filter(({ code }) => code === 'AFD504')
        .map(({ message, fixes }) => [message, fixes.filter(({ suppression }) => !suppression).length]);
    const missed = 'TPOT is 947.2 ms, over the objective of 500 ms.';
    assert.deepEqual(of(1), [[`${missed} B = 80 keeps it at 10A:1F.`, 1]]);
    assert.deepEqual(of(255), [[missed, 0]]);
  });

  it('is certain where the objective is missed in 95 % of the worlds', () => {
    assertToldFrom(1, 60, 25, (limit) => {
      const text = at('{ workers: 8, batchSize: 40 }', `${limit}ms`);
      const { sizing, profile, workload } = analyse(text).documents[0]!.evaluation!;
      const { point, pools } = sizing!;
      const worlds = worldsOf(workload!.estimate as PointEstimate, profile!);
      const tpots = worlds
        .map((world) => timePerOutputToken(pointIn(world, point), pools, 'pipeline')!)
        .sort((a, b) => a - b);
      const fast = tpots[Math.floor(0.05 * tpots.length)]!;
      return { told: found(text).length > 0, quantity: fast / (limit * 1000) };
    });
  });
});
