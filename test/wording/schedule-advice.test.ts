import assert from 'node:assert/strict';
import { scheduleAdvice } from '../../server/src/wording/schedule-advice';
import { mixedStudy, resultOf, studyOf } from '../cli/schedule/schedule-reports';

const burstOnly =
  'This is for a burst, in which all wait at once: the gain vanishes where the cache is seldom full. --mode online takes arrival times into account.';

describe('advice about the order of requests', () => {
  it('proposes what an engine accepts, with mean and p99, and says that lengths are to be predicted', () => {
    assert.deepEqual(scheduleAdvice(mixedStudy, 0), [
      'svf instead of fcfs takes the mean from 2,941 to 875 steps (-70 %) and the p99 from 5,678 to 5,329 steps (-6.1 %).',
      "vLLM accepts this order: '--scheduling-policy priority', and with each request its volume P D + D (D + 1) / 2 as 'priority'; lower goes first.",
      'D has to be predicted; these figures take it as known, and --prediction-noise shows what errors cost.',
      burstOnly,
    ]);
    assert.equal(scheduleAdvice(mixedStudy, 0.5).length, 3);
  });

  it('says when the slowest wait longer, and when a better order is not accepted by any engine', () => {
    const study = studyOf([resultOf('fcfs', 857, 1833), resultOf('svf', 500, 2151), resultOf('sorted-f', 415, 2901)]);
    const [, , worse, better] = scheduleAdvice(study, 0);
    assert.equal(worse, 'The slowest 1 % wait longer for it.');
    assert.match(better!, /^sorted-f has a mean of 415 steps, but no engine/);
  });

  it('prefers svf to an order that is hardly better, and takes another that clearly is', () => {
    const of = (total: number) =>
      scheduleAdvice(
        studyOf([resultOf('fcfs', 1000, 10), resultOf('total', total, 9), resultOf('svf', 500, 9)]),
        1,
      )[0]!;
    assert.match(of(495), /^svf instead/);
    assert.match(of(400), /^total instead/);
  });

  it('needs no prediction where only prompts count', () => {
    const study = studyOf([resultOf('fcfs', 1000, 10), resultOf('spf', 500, 9)]);
    assert.deepEqual(scheduleAdvice(study, 0).slice(1), [
      "vLLM accepts this order: '--scheduling-policy priority', and with each request its prompt P as 'priority'; lower goes first.",
      burstOnly,
    ]);
  });

  it('names no engine for an order that none sorts by', () => {
    const study = studyOf([resultOf('fcfs', 1000, 10), resultOf('sorted-f', 500, 9)]);
    assert.match(scheduleAdvice(study, 0).join(' '), /no engine that we know of accepts this order/);
  });

  it('proposes nothing below a gain of 10 %', () => {
    const gain = (mean: number) => scheduleAdvice(studyOf([resultOf('fcfs', 1000, 50), resultOf('svf', mean, 60)]), 0);
    assert.deepEqual(gain(901), [
      'The order hardly matters here. The best, svf, changes the mean by -9.9 % and the p99 by +20 %; keep fcfs.',
    ]);
    assert.match(gain(900)[0]!, /^svf instead of fcfs/);
    assert.deepEqual(gain(1000), ['The order hardly matters here. No order has a lower mean than fcfs; keep fcfs.']);
  });

  it('proposes nothing without fcfs, or with nothing else', () => {
    assert.match(scheduleAdvice(studyOf([resultOf('svf', 5, 5)]), 0)[0]!, /without fcfs .* add it to --policy/);
    assert.match(scheduleAdvice(studyOf([resultOf('fcfs', 5, 5)]), 0)[0]!, /no other order/);
  });

  describe('online', () => {
    const online = (offeredLoad: number, svf: number) =>
      scheduleAdvice(
        studyOf([resultOf('fcfs', 189, 300), resultOf('svf', svf, 300)], { mode: 'online', offeredLoad }),
        1,
      ).join(' ');

    it('is silent about orders at rho 0.3', () => {
      const words = online(0.3, 189);
      assert.match(words, /^The order hardly matters here\. rho 0\.3 is below 0\.7: the cache is seldom full\. /);
      assert.doesNotMatch(words, /vLLM/);
    });

    it('says so where requests come in bursts although rho is low', () => {
      assert.match(online(0.38, 80), /^rho is only 0\.38 over the whole span, yet .* bursts .* svf instead of fcfs/);
    });

    it('proposes an order from rho 0.7 on', () => {
      assert.match(online(0.95, 100), /^svf instead of fcfs takes the mean from 189 to 100 steps/);
      assert.match(online(1, 100), /^svf/);
      assert.doesNotMatch(online(0.95, 100), /burst/);
    });

    it('proposes no order beyond rho 1, but how much more cache', () => {
      assert.equal(
        online(1.25, 50),
        'No order keeps up: rho 1.25 is above 1, so more arrives than the cache can hold, and the wait grows for as long as that lasts. It takes more than 20,700 KV tokens (+25 %), or fewer requests.',
      );
    });
  });
});
