import assert from 'node:assert/strict';
import { optionWorlds } from '../../server/src/strategy/option-worlds';
import { type BestPair, type VerdictInputs, verdictOf } from '../../server/src/strategy/verdict';
import { mixtureQuestion } from './hand-costs';

const times = (count: number, each: BestPair): readonly BestPair[] => Array(count).fill(each);
const pair = (afd: number | undefined, others: number | undefined): BestPair => ({ afd, others });

const worlds = optionWorlds(mixtureQuestion);

/** What is said of a prediction, with these pairs in the first worlds. */
function verdict(
  predicted: BestPair,
  pairs: readonly BestPair[],
  change: Partial<Omit<VerdictInputs, 'predicted' | 'worlds'>> = {},
) {
  const inputs: VerdictInputs = {
    predicted,
    worlds: pairs.map((each, index) => ({ world: worlds[index]!, pair: each })),
    fits: { afd: true, others: true },
    tpotAsked: true,
    withoutOverlap: predicted,
    calibrated: true,
    ...change,
  };
  const { verdict: said, reasons, requiredFor, gain } = verdictOf(inputs);
  return { said: [said, requiredFor, ...reasons].filter((each) => each !== undefined).join(' '), gain };
}

describe('verdict', () => {
  it('says that AFD pays where it gains 2 % and more, and something in 95 % of the worlds', () => {
    assert.equal(verdict(pair(120, 100), [pair(110, 100), pair(103, 102)]).said, 'pays');
    assert.equal(verdict(pair(101, 100), [pair(101, 100)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(120, 100), [pair(99, 100)]).said, 'nearTie gapBelowError');
    assert.equal(verdict(pair(102.01, 100), [pair(101, 100)]).said, 'pays');
    assert.equal(verdict(pair(101.99, 100), [pair(101, 100)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(120, 100), [pair(100, 100)]).said, 'nearTie gapBelowError');
    assert.equal(verdict(pair(120, 100), [...times(29, pair(110, 100)), pair(99, 100)]).said, 'pays');
    assert.equal(
      verdict(pair(120, 100), [...times(28, pair(110, 100)), ...times(2, pair(99, 100))]).said,
      'nearTie gapBelowError',
    );
  });

  it('says that AFD does not pay where the others give 1.05 times as much, and more in 95 % of the worlds', () => {
    assert.equal(verdict(pair(100, 105.1), [pair(100, 101)]).said, 'doesNotPay');
    assert.equal(verdict(pair(100, 104), [pair(100, 101)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(100, 120), [pair(100, 99)]).said, 'nearTie gapBelowError');
    assert.equal(verdict(pair(100, 105.01), [pair(100, 101)]).said, 'doesNotPay');
    assert.equal(verdict(pair(100, 104.99), [pair(100, 101)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(100, 120), [...times(29, pair(100, 110)), pair(101, 100)]).said, 'doesNotPay');
    assert.equal(
      verdict(pair(100, 120), [...times(28, pair(100, 110)), ...times(2, pair(101, 100))]).said,
      'nearTie gapBelowError',
    );
  });

  it('is a near-tie at most where nothing is measured, but for what does not fit in memory', () => {
    const uncalibrated = { calibrated: false };
    assert.equal(verdict(pair(120, 100), [pair(110, 100)], uncalibrated).said, 'nearTie uncalibrated');
    assert.equal(verdict(pair(100, 120), [pair(100, 110)], uncalibrated).said, 'nearTie uncalibrated');
    assert.equal(
      verdict(pair(100, undefined), [pair(100, undefined)], uncalibrated).said.split(' ')[1],
      'uncalibrated',
    );
    assert.equal(verdict(pair(101, 100), [pair(101, 100)], uncalibrated).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(100, 120), [pair(100, 99)], uncalibrated).said, 'nearTie uncalibrated gapBelowError');
    const fits = { afd: true, others: false };
    assert.equal(verdict(pair(100, undefined), [], { ...uncalibrated, fits }).said, 'required memory');
  });

  it('says where a loss is a gain over a baseline that does not communicate while it computes', () => {
    const among = [pair(100, 110), pair(100, 98)];
    const lost = verdict(pair(100, 120), among, { withoutOverlap: pair(100, 98) });
    assert.equal(lost.said, 'nearTie gapBelowError turnsWithoutOverlap');
    assert.ok(Math.abs(lost.gain!.withoutOverlap! - 100 / 98 + 1) < 1e-12);
    const still = { withoutOverlap: pair(100, 105) };
    assert.equal(verdict(pair(100, 120), among, still).said, 'nearTie gapBelowError');
    assert.equal(
      verdict(pair(100, 120), among, { withoutOverlap: pair(100, undefined) }).said,
      'nearTie gapBelowError',
    );
  });

  it('gives the gain with the band that holds 90 % of the worlds in which both keep the objectives', () => {
    const gains = Array.from({ length: 21 }, (_, index) => pair(100 + index, 100));
    const { gain } = verdict(pair(110, 100), [...gains, pair(undefined, 3), pair(7, undefined)]);
    // Of 21 values the 5 % quantile is the 1.1th, the 95 % one the 20.9th.
    assert.deepEqual(
      [gain?.gain, gain?.low, gain?.high].map((each) => each?.toFixed(6)),
      ['0.100000', '0.001000', '0.199000'],
    );
    assert.equal(gain?.chanceBetter, 21 / 23);
    const beyond = verdict(pair(150, 100), gains).gain;
    assert.deepEqual([beyond?.low.toFixed(4), beyond?.high], ['0.0010', 0.5]);
  });

  it('claims no gain that a world makes infeasible', () => {
    assert.equal(verdict(pair(120, 100), [pair(undefined, 90)]).said, 'nearTie gapBelowError onlyOthersWithinErrors');
    assert.equal(verdict(pair(100, 120), [pair(90, undefined)]).said, 'nearTie gapBelowError onlyAfdWithinErrors');
    assert.equal(verdict(pair(120, 100), [pair(90, undefined)]).said, 'pays onlyAfdWithinErrors');
  });

  it('requires AFD for memory where nothing else fits', () => {
    const fits = { afd: true, others: false };
    assert.equal(verdict(pair(10, undefined), [], { fits }).said, 'required memory');
    assert.equal(verdict(pair(undefined, undefined), [], { fits }).said, 'required memory afdMissesObjectives');
    assert.equal(verdict(pair(10, undefined), [], { fits, tpotAsked: false }).said, 'required memory');
    assert.equal(
      verdict(pair(undefined, undefined), [], { fits: { afd: false, others: false } }).said,
      'infeasible nothingFits',
    );
  });

  it('requires AFD for the objectives only where no error changes that', () => {
    assert.equal(
      verdict(pair(10, undefined), [pair(9, undefined), pair(undefined, undefined)]).said,
      'required objectives onlyAfdWithinErrors noneWithinErrors',
    );
    assert.equal(verdict(pair(10, undefined), [pair(9, 1)]).said, 'nearTie onlyAfdByLessThanError');
  });

  it('says the same of the others', () => {
    assert.equal(
      verdict(pair(10, undefined), [...times(19, pair(9, undefined)), pair(9, 1)]).said.split(' ')[0],
      'required',
    );
    assert.equal(
      verdict(pair(undefined, 10), [...times(19, pair(8, 10)), pair(12, 10)]).said.split(' ')[0],
      'doesNotPay',
    );
    assert.equal(verdict(pair(undefined, 10), [pair(8, 10)]).said, 'doesNotPay');
    assert.equal(verdict(pair(undefined, 10), [pair(12, 10)]).said, 'nearTie onlyOthersByLessThanError');
    assert.equal(
      verdict(pair(undefined, 10), [pair(12, undefined)]).said,
      'nearTie onlyOthersByLessThanError onlyAfdWithinErrors',
    );
  });

  it('says that nothing keeps the objectives, and whether that is by less than the error', () => {
    assert.equal(verdict(pair(undefined, undefined), [pair(undefined, undefined)]).said, 'infeasible');
    assert.equal(verdict(pair(undefined, undefined), [pair(1, undefined)]).said, 'infeasible feasibleWithinErrors');
  });

  it('does not know without an objective on TPOT', () => {
    assert.equal(verdict(pair(120, 100), [pair(120, 100)], { tpotAsked: false }).said, 'unknown noTpotObjective');
  });
});
