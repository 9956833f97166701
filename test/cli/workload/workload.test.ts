import assert from 'node:assert/strict';
import { addWorkload } from '../../../server/src/cli/workload/workload-command';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../../server/src/workload/theta-estimate';
import { fixture, TWO } from '../../workload/trace-fixture';
import { runCommand } from '../run-command';

const run = (...args: string[]) => runCommand(addWorkload, ['workload', ...args]);

describe('workload', () => {
  it('prints what the trace says, the same each time, in four formats', async () => {
    const heads: Readonly<Record<string, RegExp>> = {
      text: /^examples\/traces\/chat\.csv\n\ntheta 563\.8 \(95 % interval 537\.6 to 590\), nu 494\.9 tokens per slot\n/,
      markdown: /^# `examples\/traces\/chat\.csv`\n\n\*\*theta 563\.8\*\*/,
      json: /^\{\n {2}"schemaVersion": 1,/,
      yaml: /^# 4,000 requests of examples\/traces\/chat\.csv \(Vidur request lengths\): theta 563\.8, nu 494\.9\.\n/,
    };
    for (const [format, head] of Object.entries(heads)) {
      const first = await run('examples/traces/chat.csv', '--format', format);
      assert.deepEqual([first.status, first.error], [0, '']);
      assert.match(first.out, head);
      assert.equal((await run('examples/traces/chat.csv', '--format', format)).out, first.out);
    }
    assert.match((await run('examples/traces/chat.csv')).out, heads.text!);
  });

  it('reads the columns it is told to', async () => {
    for (const [name, columns] of [
      ['custom.jsonl', 'prefill=usage.in,decode=usage.out'],
      ['custom-semicolon.csv', 'decode=tokens out, prefill=tokens in'],
    ] as const) {
      const { status, out } = await run(fixture(name), '--columns', columns, '--format', 'json');
      assert.equal(status, 0);
      assert.equal(JSON.parse(out).theta, estimateFromMoments(momentsOf(TWO)).theta);
    }
    const wrong = await run(fixture('custom-semicolon.csv'), '--columns', 'prefill=in,decode=out');
    assert.deepEqual([wrong.status, wrong.out], [2, '']);
    assert.match(
      wrong.error,
      /:1: The trace has no column in; its columns are prompt; text, tokens in, tokens out\.\n$/,
    );
  });

  it('ends with status 2 and one line where the trace cannot be used', async () => {
    const { status, out, error } = await run(fixture('git-lfs.csv'));
    assert.deepEqual([status, out], [2, '']);
    assert.match(error, /^[^\n]*git-lfs\.csv:1: The trace is a Git LFS pointer[^\n]*\n$/);
  });

  it('ends with status 130 when interrupted', async () => {
    const interrupted = AbortSignal.abort(new Error('Interrupted.'));
    const ended = await runCommand(addWorkload, ['workload', 'examples/traces/chat.csv'], interrupted);
    assert.deepEqual(ended, { status: 130, out: '', error: '' });
  });

  for (const [args, message] of [
    ['', /missing required argument 'trace'/],
    ['a b', /too many arguments/],
    ['a --format xml', /argument 'xml' is invalid\. Allowed choices are text, markdown, json, yaml/],
    ['a --columns in,out', /Give both names/],
  ] as const) {
    it(`refuses \`${args}\``, async () => {
      await assert.rejects(run(...args.split(' ').filter(Boolean)), message);
    });
  }
});
