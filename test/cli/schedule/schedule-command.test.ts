import assert from 'node:assert/strict';
import type { ScheduleArguments } from '../../../server/src/cli/schedule/schedule';
import { addSchedule } from '../../../server/src/cli/schedule/schedule-command';
import { policyNames } from '../../../server/src/scheduling/policies';
import { runCommand } from '../run-command';

/** What the command would be run with. Rejects with what the command line refuses. */
async function parseArguments(args: readonly string[]): Promise<ScheduleArguments> {
  const asked: ScheduleArguments[] = [];
  const keep = (found: ScheduleArguments) => {
    asked.push(found);
    return Promise.resolve(0);
  };
  await runCommand((program, context) => addSchedule(program, context, keep), ['schedule', ...args]);
  return asked[0]!;
}

describe('schedule-command', () => {
  it('reads every option', async () => {
    const args =
      'a.csv --kv-tokens 1.2M --policy svf,fcfs,svf --mode online --requests 9 --profile p.yaml --pools 9A:2f --microbatches 2 --prediction-noise 0.5 --ageing 100 --seed 0 --columns prefill=a,decode=b --format json --plot a.svg --force';
    assert.deepEqual(await parseArguments(args.split(' ')), {
      file: 'a.csv',
      kvTokens: 1_200_000,
      policies: ['fcfs', 'svf'],
      mode: 'online',
      requests: 9,
      step: { kind: 'profile', profile: 'p.yaml', pools: { attention: 9, ffn: 2 }, microbatches: 2 },
      predictionNoise: 0.5,
      ageingSteps: 100,
      seed: 0,
      columns: { prefill: 'a', decode: 'b' },
      format: 'json',
      plot: 'a.svg',
      force: true,
    });
  });

  it('leaves out what is not given', async () => {
    assert.deepEqual(await parseArguments(['a.csv', '--kv-tokens', '5']), {
      file: 'a.csv',
      kvTokens: 5,
      policies: ['fcfs', 'sf', 'spf', 'total', 'svf', 'sorted-f'],
      mode: 'burst',
      requests: undefined,
      step: undefined,
      predictionNoise: 0,
      ageingSteps: undefined,
      seed: 1,
      columns: undefined,
      format: 'text',
      plot: undefined,
      force: false,
    });
    const all = await parseArguments('a --kv-tokens 5 --policy all --step-time 40ms'.split(' '));
    assert.deepEqual(all.policies, policyNames);
    assert.deepEqual(all.step, { kind: 'time', seconds: 0.04 });
  });

  for (const [text, tokens] of [
    ['500000', 500_000],
    ['500k', 500_000],
    ['1.1M', 1_100_000],
    ['0.001k', 1],
    ['16.492k', 16_492],
  ] as const) {
    it(`reads ${text} tokens`, async () => {
      assert.equal((await parseArguments(['a', '--kv-tokens', text])).kvTokens, tokens);
    });
  }

  for (const [args, message] of [
    ['a', /required option '--kv-tokens <m>' not specified/],
    ['--kv-tokens 5', /missing required argument 'trace'/],
    ['a b --kv-tokens 5', /too many arguments/],
    ['a --kv-tokens 0', /Give a whole number of tokens from 1/],
    ['a --kv-tokens 0.5', /Give a whole number of tokens/],
    ['a --kv-tokens 1.2345k', /Give a whole number of tokens/],
    ['a --kv-tokens=-5', /Give a whole number of tokens/],
    ['a --kv-tokens many', /such as 500000, 500k or 1\.2M/],
    ['a --kv-tokens 9999999M', /at most 1,000,000M/],
    ['a --kv-tokens 5 --policy fcfs,svff', /No policy is called 'svff'\. Did you mean svf\?/],
    ['a --kv-tokens 5 --policy lottery', /No policy is called 'lottery'\. There are fcfs, .*lp-swap and all\./],
    ['a --kv-tokens 5 --policy fcfs,', /No policy is called ''/],
    ['a --kv-tokens 5 --mode offline', /Allowed choices are burst, online/],
    ['a --kv-tokens 5 --requests 0', /Give a whole number from 1/],
    ['a --kv-tokens 5 --step-time 40', /Give a time with its unit, such as 40ms/],
    ['a --kv-tokens 5 --step-time 0ms', /Give a time with its unit/],
    ['a --kv-tokens 5 --profile p', /--profile needs --pools/],
    ['a --kv-tokens 5 --pools 9A:1F', /--pools says nothing without --profile/],
    ['a --kv-tokens 5 --microbatches 2', /--microbatches says nothing without --profile/],
    ['a --kv-tokens 5 --profile p --pools 9A:0F', /Give both pools, for instance 9A:1F/],
    ['a --kv-tokens 5 --profile p --pools 9', /Give both pools/],
    ['a --kv-tokens 5 --profile p --pools 9A:1F --step-time 4ms', /give one of them/],
    ['a --kv-tokens 5 --prediction-noise=-1', /Give a number from 0 to 10/],
    ['a --kv-tokens 5 --prediction-noise 11', /Give a number from 0 to 10/],
    ['a --kv-tokens 5 --ageing 0', /Give a whole number from 1/],
    ['a --kv-tokens 5 --plot a.png', /ends in \.svg or \.html/],
  ] as const) {
    it(`refuses \`${args}\``, async () => {
      await assert.rejects(parseArguments(args.split(' ')), message);
    });
  }
});
