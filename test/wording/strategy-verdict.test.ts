import assert from 'node:assert/strict';
import type { Comparison } from '../../server/src/strategy/comparison';
import { bestOption, unknownVerdictText, verdictText } from '../../server/src/wording/strategy-verdict';
import { comparisonOf, gainOf, optionOf, optionsOf, questionOf } from './compared';

const text = (comparison: Comparison) => verdictText(questionOf(), comparison);
const said = (comparison: Comparison) => text(comparison).headline;
const both = optionsOf(1000, 900, 1200, 800);
const missed = (...args: Parameters<typeof optionOf>) =>
  optionOf(args[0], args[1], { feasible: false, bindingConstraint: 'ttft', ...args[2] });

describe('the verdict on AFD in words', () => {
  it('takes the best of those that keep the objectives', () => {
    const options = [missed('aggregated', 5000), ...both.slice(1)];
    assert.equal(bestOption({ options }, false)?.strategy, 'prefill-decode');
    assert.equal(bestOption({ options }, true)?.strategy, 'aggregated-afd');
    assert.equal(bestOption({ options: [options[0]!] }, false), undefined);
  });

  it('says that AFD pays, by how much, over what, and what to deploy', () => {
    const pays = comparisonOf('pays', both, { gain: gainOf(0.2, 0.06, 0.31) });
    assert.deepEqual(text(pays), {
      headline:
        '**AFD pays here**: aggregated serving with AFD gives +20 % (+6.0 to +31 %) tokens/s against aggregated serving.',
      notes: [
        "Aggregated serving with AFD: 8 × 4A:12F, B 7, m 2, chunks of 512; it serves about 15 requests at a time (Little's law), 9.375 tok/s per device.",
      ],
    });
  });

  it('says as prominently that it does not, and what to use instead', () => {
    const gain = gainOf(-0.2, -0.5, -0.1);
    const { headline, notes } = text(comparisonOf('doesNotPay', optionsOf(1000, 900, 800, 700), { gain }));
    assert.equal(
      headline,
      '**AFD does not pay here**: aggregated serving gives +25 % (+11 to +100 %) tokens/s against aggregated serving with AFD.',
    );
    assert.match(notes[0]!, /^Aggregated serving: 8 groups of 16, B 7/);
  });

  it('says why AFD does not pay where it has no throughput to compare', () => {
    const reasons = ['onlyOthersWithinErrors'] as const;
    const options = [...both.slice(0, 2), missed('aggregated-afd', 10), optionOf('prefill-decode-afd', undefined)];
    const against = (afd: typeof options) => comparisonOf('doesNotPay', [...both.slice(0, 2), ...afd], { reasons });
    assert.equal(
      said(against(options.slice(2))),
      '**AFD does not pay here**: with it nothing keeps TTFT 50 ms and TPOT 15 ms; aggregated serving gives 1,000 tok/s.',
    );
    const none = [optionOf('aggregated-afd', undefined), optionOf('prefill-decode-afd', undefined)];
    assert.equal(
      said(against(none)),
      '**AFD does not pay here**: with it nothing fits in memory; aggregated serving gives 1,000 tok/s.',
    );
    assert.equal(text(against(none)).notes.length, 1);
  });

  it('says what AFD is required for, and how many requests that serves', () => {
    const only = [missed('aggregated', 10), missed('prefill-decode', 10), ...both.slice(2)];
    const objectives = comparisonOf('required', only, { requiredFor: 'objectives', reasons: ['onlyAfdWithinErrors'] });
    assert.equal(
      said(objectives),
      '**AFD is required here**: without it nothing keeps TTFT 50 ms and TPOT 15 ms on 128 devices; aggregated serving with AFD gives 1,200 tok/s.',
    );
    assert.match(
      text(objectives).notes.join(' '),
      /^[^.]* about 15 requests at a time \(Little's law\), [^ ]* tok\/s per device\.$/,
    );
    const memory = comparisonOf('required', optionsOf(undefined, undefined, 1200, 800), { requiredFor: 'memory' });
    assert.match(
      said(memory),
      /: without it nothing fits in the memory of 128 devices; aggregated serving with AFD gives/,
    );
    const neither = comparisonOf(
      'required',
      [...optionsOf(undefined, undefined).slice(0, 2), missed('aggregated-afd', 10), missed('prefill-decode-afd', 10)],
      { requiredFor: 'memory', reasons: ['afdMissesObjectives'] },
    );
    assert.match(said(neither), /128 devices; with it nothing keeps TTFT 50 ms and TPOT 15 ms\.$/);
    assert.deepEqual(text(neither).notes, []);
  });

  it('says of a near-tie whether the error or the size of the gap makes it one', () => {
    const tie = (reasons: Comparison['reasons'], low: number) =>
      text(comparisonOf('nearTie', both, { reasons, gain: gainOf(0.2, low, 0.3) }));
    const byError = tie(['gapBelowError', 'noneWithinErrors', 'onlyAfdWithinErrors'], -0.1);
    assert.equal(
      byError.headline,
      "**Near-tie within the model's error**: aggregated serving with AFD gives +20 % (-10 to +30 %) tokens/s against aggregated serving; within the errors of the stage times it may gain or lose.",
    );
    assert.equal(byError.notes.length, 4);
    assert.deepEqual(byError.notes.slice(2), [
      'At some of the errors nothing keeps the objectives.',
      'At some of the errors only AFD keeps the objectives; the band leaves these out.',
    ]);
    const decided = { ...gainOf(0.2, -0.1, 0.3), mostOfBand: 'expertBalance' } as const;
    const named = text(comparisonOf('nearTie', both, { reasons: ['gapBelowError'], gain: decided })).notes;
    assert.equal(
      named.at(-1),
      'What decides is mostly how evenly each spreads its experts: state `expertBalance` if it is known.',
    );
    assert.ok(
      text(comparisonOf('pays', both, { gain: decided })).notes.every((note) => !note.startsWith('What decides')),
    );
    const byOverlap = { ...decided, mostOfBand: 'overlap' } as const;
    const notesOf = (...reasons: Comparison['reasons']) =>
      text(comparisonOf('nearTie', both, { reasons, gain: byOverlap })).notes;
    assert.match(notesOf('gapBelowError').at(-1)!, /^What decides is mostly how far serving without AFD /);
    assert.match(
      notesOf('gapBelowError', 'turnsWithoutOverlap').at(-1)!,
      /^AFD gains where serving without it does not /,
    );
    const ends = (low: number, high: number) =>
      text(comparisonOf('nearTie', both, { reasons: ['gapBelowError'], gain: gainOf(0, low, high) })).headline;
    assert.match(ends(-0.15, 0), /stage times it may lose\.$/);
    assert.match(ends(0, 0.1), /stage times it may gain nothing\.$/);
    assert.match(tie(['gapBelowThreshold'], 0.01).headline, /^\*\*Near-tie\*\*: .*, too little to choose by\.$/);
  });

  it('says which side alone keeps the objectives, where within the errors both may', () => {
    const onlyAfd = [missed('aggregated', 10), missed('prefill-decode', 10), ...both.slice(2)];
    const onlyOthers = [...both.slice(0, 2), missed('aggregated-afd', 10), missed('prefill-decode-afd', 10)];
    for (const [options, reason, name] of [
      [onlyAfd, 'onlyAfdByLessThanError', 'aggregated serving with AFD'],
      [onlyOthers, 'onlyOthersByLessThanError', 'aggregated serving'],
    ] as const) {
      const { headline, notes } = text(comparisonOf('nearTie', options, { reasons: [reason] }));
      assert.equal(
        headline,
        `**Near-tie within the model's error**: as predicted only ${name} keeps TTFT 50 ms and TPOT 15 ms; within the errors of the stage times that may change.`,
      );
      assert.equal(notes.length, 1);
    }
  });

  it('says how far the nearest strategy is from objectives that none keeps', () => {
    const options = [
      missed('aggregated', 10, { at: { ttft: 0.2, tpot: 0.01 } }),
      missed('prefill-decode', 10, { at: { ttft: 0.1, tpot: 0.02 } }),
      missed('aggregated-afd', 10, { at: { ttft: 0.04, tpot: 0.04 } }),
      optionOf('prefill-decode-afd', undefined),
    ];
    assert.deepEqual(text(comparisonOf('infeasible', options, { reasons: ['feasibleWithinErrors'] })), {
      headline:
        '**No strategy keeps the objectives**: the nearest, prefill/decode serving, has TTFT 100 ms (50 ms asked) and TPOT 20 ms (15 ms asked) on 128 devices.',
      notes: ['At some of the errors of the stage times one of them keeps the objectives.'],
    });
  });

  it('says that nothing fits', () => {
    const { headline, notes } = text(comparisonOf('infeasible', optionsOf(), { reasons: ['nothingFits'] }));
    assert.equal(headline, '**Nothing fits**: under no strategy do 128 devices hold the model and a request.');
    assert.deepEqual(notes, ['Take more devices, devices with more memory, or weights and KV cache in fewer bits.']);
  });

  it('says what to provide where it is not known', () => {
    assert.match(said(comparisonOf('unknown', both, { reasons: ['noTpotObjective'] })), /give `slo\.tpot`\.$/);
    assert.deepEqual(unknownVerdictText([{ message: '`slo.tpot` is missing' }]), {
      headline: '**Unknown whether AFD pays**: `slo.tpot` is missing.',
      notes: [],
    });
    assert.deepEqual(unknownVerdictText([{ message: '`model` is missing' }, { message: 'one more' }]), {
      headline: '**Unknown whether AFD pays**; what is missing:',
      notes: ['`model` is missing.', 'One more.'],
    });
    assert.match(unknownVerdictText([]).headline, /the findings say what is wrong\.$/);
  });
});
