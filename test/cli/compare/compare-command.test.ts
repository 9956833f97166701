import assert from 'node:assert/strict';
import type { CompareArguments } from '../../../server/src/cli/compare/compare';
import { addCompare } from '../../../server/src/cli/compare/compare-command';
import { runCommand } from '../run-command';

/** What the command would be run with. Rejects with what the command line refuses. */
async function parseArguments(args: readonly string[]): Promise<CompareArguments> {
  const asked: CompareArguments[] = [];
  const keep = (found: CompareArguments) => {
    asked.push(found);
    return Promise.resolve(0);
  };
  await runCommand((program, context) => addCompare(program, context, keep), ['compare', ...args]);
  return asked[0]!;
}

describe('compare-command', () => {
  it('reads every option', async () => {
    const args = 'x.yaml --workers 128 --ttft 0.5s --tpot 15ms --document 2 --format json --plot p.svg --force';
    assert.deepEqual(await parseArguments(args.split(' ')), {
      file: 'x.yaml',
      format: 'json',
      document: 2,
      plot: 'p.svg',
      force: true,
      options: { devices: 128, ttft: 0.5, tpot: 0.015 },
    });
  });

  it('leaves out what is not given', async () => {
    assert.deepEqual(await parseArguments(['x']), {
      file: 'x',
      format: 'text',
      document: undefined,
      plot: undefined,
      force: false,
      options: { devices: undefined, ttft: undefined, tpot: undefined },
    });
  });

  for (const [args, message] of [
    ['', /missing required argument 'file'/],
    ['a b', /too many arguments/],
    ['a --workers 1', /Give a whole number from 2/],
    ['a --workers 4097', /Give at most 4,096 workers/],
    ['a --tpot 15', /Give a time with its unit/],
    ['a --plot x.png', /ends in \.svg or \.html/],
    ['a --format svg', /Allowed choices are text, json/],
  ] as const) {
    it(`refuses \`${args}\``, async () => {
      await assert.rejects(parseArguments(args.split(' ').filter((arg) => arg !== '')), message);
    });
  }
});
