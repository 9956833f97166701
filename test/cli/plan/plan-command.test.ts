import assert from 'node:assert/strict';
import type { PlanArguments } from '../../../server/src/cli/plan/plan';
import { addPlan } from '../../../server/src/cli/plan/plan-command';
import { runCommand } from '../run-command';

/** What the command would be run with. Rejects with what the command line refuses. */
async function parseArguments(args: readonly string[]): Promise<PlanArguments> {
  const asked: PlanArguments[] = [];
  const keep = (found: PlanArguments) => {
    asked.push(found);
    return Promise.resolve(0);
  };
  await runCommand((program, context) => addPlan(program, context, keep), ['plan', ...args]);
  return asked[0]!;
}

describe('plan-command', () => {
  it('reads every option', async () => {
    const args = 'chat.afd.yaml --workers 64 --node-size 8 --microbatches 3,1,3 --any-ffn --document 2 --format json';
    assert.deepEqual(await parseArguments(args.split(' ')), {
      file: 'chat.afd.yaml',
      format: 'json',
      document: 2,
      options: { workers: 64, nodeSize: 8, microbatches: [1, 3], anyFfn: true },
    });
  });

  it('leaves out what is not given', async () => {
    assert.deepEqual(await parseArguments(['x', '--workers', '2']), {
      file: 'x',
      format: 'text',
      document: undefined,
      options: { workers: 2, anyFfn: false },
    });
  });

  for (const [args, message] of [
    ['--workers 8', /missing required argument 'file'/],
    ['a', /required option '--workers <n>' not specified/],
    ['a b --workers 8', /too many arguments/],
    ['a --workers 1', /Give a whole number from 2/],
    ['a --workers 8.5', /Give a whole number from 2/],
    ['a --workers 16385', /Give at most 16,384 workers/],
    ['a --workers 8 --node-size 0', /Give a whole number from 1/],
    ['a --workers 8 --microbatches 1,,2', /Give a whole number from 1/],
    ['a --workers 8 --microbatches 65', /Microbatches are from 1 to 64/],
    ['a --workers 8 --format svg', /Allowed choices are text, json/],
  ] as const) {
    it(`refuses \`${args}\``, async () => {
      await assert.rejects(parseArguments(args.split(' ')), message);
    });
  }
});
