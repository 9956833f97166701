import assert from 'node:assert/strict';
import { parseSimulateArguments } from '../../server/src/cli/simulate-options';

describe('simulate-options', () => {
  it('reads every option', () => {
    const args = 'chat.afd.yaml --format json --ratios 2..9 --microbatches 2 --requests 5000 --replications 4 --seed 0';
    const parsed = parseSimulateArguments([...args.split(' '), '--start', 'cold', '--replay', '--document', '2']);
    assert.deepEqual(parsed, {
      file: 'chat.afd.yaml',
      format: 'json',
      microbatches: 2,
      document: 2,
      options: {
        range: { low: 2, high: 9 },
        requestsPerWorker: 5000,
        replications: 4,
        seed: 0,
        start: 'cold',
        replay: true,
      },
    });
  });

  it('leaves out what is not given', () => {
    const { format, microbatches, options } = parseSimulateArguments(['x']);
    assert.deepEqual(
      [format, microbatches, options.range, options.seed, options.replay],
      ['text', undefined, undefined, undefined, false],
    );
    assert.deepEqual(parseSimulateArguments(['x', '--ratios', '7']).options.range, { low: 7, high: 7 });
  });

  for (const [args, message] of [
    ['', /needs a file/],
    ['a b', /one file at a time/],
    ['a --format svg', /unknown format 'svg'; known: text, json/],
    ['a --start warm', /unknown start 'warm'/],
    ['a --ratios 0..4', /ratios are from 1 to 1024/],
    ['a --ratios 1..1025', /ratios are from 1 to 1024/],
    ['a --ratios 9..3', /must not be larger/],
    ['a --ratios 1.5..3', /LOW\.\.HIGH/],
    ['a --ratios=-1..3', /LOW\.\.HIGH/],
    ['a --requests 1e4', /--requests is '1e4'; give a whole number from 1/],
    ['a --requests 0', /whole number from 1/],
    ['a --seed=-1', /--seed is '-1'; give a whole number from 0/],
    ['a --replications many', /--replications/],
    ['a --microbatches 2.5', /--microbatches/],
    ['a --colour', /Unknown option '--colour'/],
  ] as const) {
    it(`refuses \`${args}\``, () => {
      assert.throws(() => parseSimulateArguments(args.split(' ').filter(Boolean)), message);
    });
  }
});
