import assert from 'node:assert/strict';
import { commandLineAnswer } from '../../server/src/language-server/command-line';

const answer = (args: readonly string[], ipc = false) => commandLineAnswer(args, { version: '1.2.3', ipc });

describe('the command line of the language server', () => {
  for (const args of [['--stdio'], ['--clientProcessId=7', '--stdio'], ['--stdio', '--node-ipc']]) {
    it(`starts the server with ${args.join(' ')}`, () => assert.equal(answer(args), undefined));
  }

  it('starts the server as the child of a Node process', () => {
    assert.equal(answer(['--node-ipc', '--clientProcessId=7'], true), undefined);
  });

  it('tells the version and how to start it', () => {
    for (const flag of ['--version', '-v']) assert.deepEqual(answer([flag]), { out: '1.2.3\n', error: '', status: 0 });
    for (const flag of ['--help', '-h']) {
      const { out, error, status } = answer([flag, '--stdio'])!;
      assert.match(out, /^Usage: afd-language-server --stdio\n/);
      assert.deepEqual([error, status], ['', 0]);
    }
  });

  for (const [args, problem] of [
    [[], 'nothing says how to talk to the editor; give --stdio'],
    [['--stdoi'], 'nothing says how to talk to the editor; give --stdio'],
    [['--node-ipc'], 'there is no IPC channel for --node-ipc; give --stdio'],
    [['--socket=6009'], 'nothing says how to talk to the editor; give --stdio'],
  ] as const) {
    it(`refuses "${args.join(' ')}" in one line`, () => {
      assert.deepEqual(answer(args), {
        out: '',
        error: `afd-language-server: ${problem}; see afd-language-server --help\n`,
        status: 2,
      });
    });
  }
});
