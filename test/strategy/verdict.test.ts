import assert from 'node:assert/strict';
import { type BestPair, type VerdictInputs, verdictOf } from '../../server/src/strategy/verdict';

const pair = (afd: number | undefined, others: number | undefined): BestPair => ({ afd, others });

function verdict(
  predicted: BestPair,
  corners: readonly BestPair[],
  change: Partial<Omit<VerdictInputs, 'predicted' | 'corners'>> = {},
) {
  const inputs: VerdictInputs = {
    predicted,
    corners,
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
  it('says that AFD pays where it gains 2 % and more, and something at every corner', () => {
    assert.equal(verdict(pair(120, 100), [pair(110, 100), pair(103, 102)]).said, 'pays');
    assert.equal(verdict(pair(101, 100), [pair(101, 100)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(120, 100), [pair(99, 100)]).said, 'nearTie gapBelowError');
    assert.equal(verdict(pair(102.01, 100), [pair(101, 100)]).said, 'pays');
    assert.equal(verdict(pair(101.99, 100), [pair(101, 100)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(120, 100), [pair(100, 100)]).said, 'nearTie gapBelowError');
  });

  it('says that AFD does not pay where the others give 1.05 times as much, and more at every corner', () => {
    assert.equal(verdict(pair(100, 105.1), [pair(100, 101)]).said, 'doesNotPay');
    assert.equal(verdict(pair(100, 104), [pair(100, 101)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(100, 120), [pair(100, 99)]).said, 'nearTie gapBelowError');
    assert.equal(verdict(pair(100, 105.01), [pair(100, 101)]).said, 'doesNotPay');
    assert.equal(verdict(pair(100, 104.99), [pair(100, 101)]).said, 'nearTie gapBelowThreshold');
    assert.equal(verdict(pair(100, 120), [pair(100, 100)]).said, 'nearTie gapBelowError');
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
    const fits = { afd: true, others: false };
    assert.equal(verdict(pair(100, undefined), [], { ...uncalibrated, fits }).said, 'required memory');
  });

  it('is no loss where it turns against a baseline that does not communicate while it computes', () => {
    const lost = verdict(pair(100, 120), [pair(100, 110)], { withoutOverlap: pair(100, 98) });
    assert.equal(lost.said, 'nearTie gapBelowError turnsWithoutOverlap');
    assert.ok(lost.gain!.high > 0 && Math.abs(lost.gain!.withoutOverlap! - 100 / 98 + 1) < 1e-12);
    const still = verdict(pair(100, 120), [pair(100, 110)], { withoutOverlap: pair(100, 105) });
    assert.equal(still.said, 'doesNotPay');
    assert.equal(
      verdict(pair(100, 120), [pair(100, 110)], { withoutOverlap: pair(100, undefined) }).said,
      'doesNotPay',
    );
  });

  it('gives the gain with its extremes over the corners', () => {
    const { gain } = verdict(pair(120, 100), [pair(110, 100), pair(150, 100), pair(undefined, 3)]);
    assert.deepEqual(
      [gain?.gain, gain?.low, gain?.high].map((each) => each?.toFixed(6)),
      ['0.200000', '0.100000', '0.500000'],
    );
  });

  it('claims no gain that a corner makes infeasible', () => {
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
