import assert from 'node:assert/strict';
import fc from 'fast-check';
import { documentSizeLimit } from '../../server/src/latency/document-file';
import { readProfile } from '../../server/src/latency/profile-document';

const good = `apiVersion: afd-lens/v1
kind: LatencyProfile
metadata: { name: mine }
model: m
device: d
timeUnit: ms
calibration: measured
attention: { alpha: 0.1, beta: 1 }
ffn: { alpha: 0.2, beta: 2 }
communication: { alpha: 0.3, beta: 3 }
`;

/** Why a profile is not usable, with its line. */
function failure(text: string): readonly [string, number | undefined] {
  const outcome = readProfile(text, 'file');
  assert.equal(outcome.kind, 'failed');
  return outcome.kind === 'failed' ? [outcome.message, outcome.line] : ['', 0];
}

describe('a latency profile document', () => {
  it('yields the profile it states', () => {
    const outcome = readProfile(good, 'file');
    assert.equal(outcome.kind, 'ready');
    const { profile } = outcome as Extract<typeof outcome, { kind: 'ready' }>;
    assert.deepEqual(
      [profile.id, profile.model, profile.timeUnit, profile.calibration],
      ['mine', 'm', 'ms', 'measured'],
    );
    assert.deepEqual(profile.latency.ffn, { alpha: 0.2, beta: 2 });
  });

  it('is found among other documents and needs no name', () => {
    const outcome = readProfile(`kind: Other\n---\n${good.replace(/metadata.*\n/, '')}`, 'file');
    assert.equal(outcome.kind === 'ready' && outcome.profile.id, 'file');
  });

  const failures: readonly [string, string, string, number | undefined][] = [
    ['NaN', good.replace('0.1', '.nan'), '`alpha` is not a number (.nan); it must be a number.', 8],
    ['Infinity', good.replace('0.1', '.inf'), '`alpha` is infinite; it must be a finite number.', 8],
    ['negative', good.replace('0.1', '-0.1'), '`alpha` is -0.1; it must be at least 0.', 8],
    ['a text', good.replace('0.1', '"0.1"'), '`alpha` is the text `0.1`; it must be a number.', 8],
    [
      'all zero',
      good.replace(/\{ alpha.*/g, '{ alpha: 0, beta: 0 }'),
      'All stage times are zero; nothing can be sized with this profile.',
      8,
    ],
    [
      'a price of zero',
      `${good}instanceCosts: { attention: 0, ffn: 1 }\n`,
      '`attention` is 0; it must be greater than 0.',
      11,
    ],
    ['an error above 1', `${good}relativeError: 5\n`, '`relativeError` is 5; it must be less than 1.', 11],
    [
      'an error of NaN',
      `${good}relativeError: .nan\n`,
      '`relativeError` is not a number (.nan); it must be a number or a map.',
      11,
    ],
    [
      'a missing stage',
      good.replace(/ffn.*\n/, ''),
      'The document needs `ffn`: FFN stage: alpha per request of the batch rB that one FFN worker serves, beta per step.',
      1,
    ],
    [
      'an unknown unit',
      good.replace('ms', 'min'),
      '`timeUnit` is the text `min`; it must be one of cycle, s, ms, us, ns.',
      6,
    ],
    [
      'a template',
      good.replace('0.1', '{{ .alpha }}'),
      'A template expression fills in some of its values; refer to the rendered file.',
      undefined,
    ],
    ['empty', '', 'It has no document with `kind: LatencyProfile`.', undefined],
    ['another kind', 'kind: AFDDeployment\n', 'It has no document with `kind: LatencyProfile`.', undefined],
    ['binary', '\u0001\u0000PK', 'The file is not text.', 1],
    ['broken', `${good}a: [1\n`, 'Not valid YAML: a closing `]` is missing.', 11],
    ['huge', ' '.repeat(documentSizeLimit + 1), 'The file is too large to be a latency profile.', undefined],
  ];
  for (const [title, text, message, line] of failures) {
    it(`says why it is not usable: ${title}`, () => assert.deepEqual(failure(text), [message, line]));
  }

  it('never throws', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }), (at, cut, insert) => {
        readProfile(good.slice(0, at) + insert + good.slice(at + cut), 'file');
      }),
      { numRuns: 500 },
    );
  });
});
