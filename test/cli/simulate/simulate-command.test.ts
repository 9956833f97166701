import assert from 'node:assert/strict';
import type { SimulateArguments } from '../../../server/src/cli/simulate/simulate';
import { addSimulate } from '../../../server/src/cli/simulate/simulate-command';
import { runCommand } from '../run-command';

/** What the command would be run with. Rejects with what the command line refuses. */
async function parseArguments(args: readonly string[]): Promise<SimulateArguments> {
  const asked: SimulateArguments[] = [];
  const keep = (found: SimulateArguments) => {
    asked.push(found);
    return Promise.resolve(0);
  };
  await runCommand((program, context) => addSimulate(program, context, keep), ['simulate', ...args]);
  return asked[0]!;
}

describe('simulate-command', () => {
  it('reads every option', async () => {
    const args = 'chat.afd.yaml --format json --ratios 2..9 --microbatches 2 --requests 5000 --replications 4 --seed 0';
    const parsed = await parseArguments([...args.split(' '), '--start', 'cold', '--replay', '--document', '2']);
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

  it('leaves out what is not given', async () => {
    const { format, microbatches, options } = await parseArguments(['x']);
    assert.deepEqual(
      [format, microbatches, options.range, options.seed, options.replay],
      ['text', undefined, undefined, undefined, false],
    );
    assert.deepEqual((await parseArguments(['x', '--ratios', '7'])).options.range, { low: 7, high: 7 });
  });

  for (const [args, message] of [
    ['', /missing required argument 'file'/],
    ['a b', /too many arguments/],
    ['a --format svg', /argument 'svg' is invalid. Allowed choices are text, json/],
    ['a --start warm', /argument 'warm' is invalid/],
    ['a --ratios 0..4', /Ratios are from 1 to 1024/],
    ['a --ratios 1..1025', /Ratios are from 1 to 1024/],
    ['a --ratios 9..3', /must not be larger/],
    ['a --ratios 1.5..3', /LOW\.\.HIGH/],
    ['a --ratios=-1..3', /LOW\.\.HIGH/],
    ['a --requests 1e4', /--requests <n>' argument '1e4' is invalid. Give a whole number from 1/],
    ['a --requests 0', /whole number from 1/],
    ['a --seed=-1', /--seed <n>' argument '-1' is invalid. Give a whole number from 0/],
    ['a --replications many', /--replications/],
    ['a --microbatches 2.5', /--microbatches/],
    ['a --colour', /unknown option '--colour'/],
  ] as const) {
    it(`refuses \`${args}\``, async () => {
      await assert.rejects(parseArguments(args.split(' ').filter(Boolean)), message);
    });
  }
});
