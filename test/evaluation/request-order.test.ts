import assert from 'node:assert/strict';
import type { Inputs, ScheduledTrace } from '../../server/src/evaluation/inputs';
import { ordersCompared, type RequestOrder, requestOrderOf } from '../../server/src/evaluation/request-order';
import type { SchedulingStudy } from '../../server/src/scheduling/study';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { arrivingInputs, mixedStream, scheduled } from './arriving';

const orderOf = (text: string, inputs: Inputs): RequestOrder => {
  const { deployment, evaluation } = analyse(text, inputs).documents[0]!;
  return requestOrderOf(deployment!, evaluation!, inputs);
};
/** Requests per second at which the offered load is near 0.9. */
const busy = mixedStream(2000, 2.1);

describe('the order of requests', () => {
  const { inputs } = arrivingInputs(busy);
  const rho = orderOf(scheduled(), inputs).offeredLoad!.rho;

  it('is tried on one worker, with the share of the requests that reach it', () => {
    assert.ok(rho > 0.8 && rho < 1, `${rho}`);
    let seen: ScheduledTrace | undefined;
    const { inputs: files, asked, answers } = arrivingInputs(busy);
    const schedule: Inputs['schedule'] = (trace, question) => {
      seen = trace;
      return files.schedule!(trace, question);
    };
    const found = orderOf(scheduled('{ kvTokens: 16492, ageing: 60s }'), { ...files, schedule });
    assert.deepEqual(found.schedule, { kind: 'ready', value: answers.at(-1) });
    assert.equal(found.policy, 'fcfs');
    assert.equal(seen!.stretch, 4);
    const { policies, mode, kvTokens, ageingSteps } = asked.at(-1)!;
    assert.deepEqual([policies, mode, kvTokens], [['fcfs', 'svf'], 'online', 16_492]);
    assert.equal(ageingSteps, Math.round(60 / found.offeredLoad!.stepSeconds));
    // What is scheduled waits as the offered load says.
    assertRelative(answers.at(-1)!.offeredLoad!, rho, 0.01);
  });

  it('is tried at the stated rate, be the trace slower', () => {
    const slow = { ...busy, seconds: busy.seconds.map((time) => time * 10) };
    const { inputs: files, answers } = arrivingInputs(slow);
    assert.deepEqual(orderOf(scheduled(), files).schedule, { kind: 'none', why: 'calm' });
    const rate = inputsRate(busy);
    const found = orderOf(scheduled(undefined, `{ trace: t.csv, requestRate: ${rate} }`), files);
    assertRelative(found.offeredLoad!.rho, rho, 1e-6);
    assertRelative(answers.at(-1)!.offeredLoad!, rho, 0.01);
  });

  it('is tried beside what is configured', () => {
    for (const [scheduler, policy, policies] of [
      ['policy: sf', 'sf', ['fcfs', 'sf', 'svf']],
      ['policy: priority, priorityKey: prefill', 'spf', ['fcfs', 'spf', 'svf']],
      ['policy: priority, priorityKey: volume', 'svf', ['fcfs', 'svf']],
    ] as const) {
      const { inputs: files, asked } = arrivingInputs(busy);
      assert.equal(orderOf(scheduled(`{ ${scheduler}, kvTokens: 16492 }`), files).policy, policy);
      assert.deepEqual(asked.at(-1)!.policies, policies);
    }
  });

  it('is not tried where that would tell nothing', () => {
    const cases: readonly [string, string, number][] = [
      ['calm', scheduled(), 0.7],
      ['overloaded', scheduled(), 2.5],
      ['unknown load', scheduled('{ policy: fcfs }'), 2.1],
      ['unknown order', scheduled('{ policy: priority, kvTokens: 16492 }'), 2.1],
      ['waits for slots', scheduled('{ kvTokens: 60000 }'), 3.6],
    ];
    for (const [why, text, rate] of cases) {
      const { inputs: files, asked } = arrivingInputs(mixedStream(2000, rate));
      assert.deepEqual(orderOf(text, files).schedule, { kind: 'none', why });
      assert.equal(asked.length, 0, why);
    }
    const { schedule, ...alone } = inputs;
    assert.deepEqual(orderOf(scheduled(), alone).schedule, { kind: 'none', why: 'nobody computes' });
  });

  it('is compared only where the requests that were tried wait as all do', () => {
    const found = orderOf(scheduled(), inputs);
    const compared = ordersCompared(found)!;
    assert.equal(compared.gain, 1 - compared.byVolume.meanSteps / compared.now.meanSteps);
    for (const offeredLoad of [undefined, 0.69, 1.01]) {
      const value: SchedulingStudy = { ...compared.study, offeredLoad };
      assert.equal(ordersCompared({ ...found, schedule: { kind: 'ready', value } }), undefined);
    }
    for (const schedule of [{ kind: 'computing' }, { kind: 'failed', why: 'boom' }] as const) {
      assert.equal(ordersCompared({ ...found, schedule }), undefined);
    }
  });
});

function inputsRate({ seconds }: typeof busy): number {
  return (seconds.length - 1) / (seconds.at(-1)! - seconds[0]!);
}
