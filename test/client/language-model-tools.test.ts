import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { registerLanguageModelTools } from '../../client/src/language-model-tools';
import type { ToolAnswer } from '../../server/src/protocol/protocol';

class TextPart {
  constructor(readonly value: string) {}
}
class Result {
  constructor(readonly content: readonly TextPart[]) {}
}

type Registered = [string, vscode.LanguageModelTool<object>];

/** An editor with the whole API, which keeps what is registered. */
function editor(registered: Registered[] = []) {
  const lm = {
    registerTool(...tool: Registered) {
      registered.push(tool);
      return { dispose: () => undefined };
    },
  };
  return { lm, LanguageModelToolResult: Result, LanguageModelTextPart: TextPart };
}

const names = ['one', 'two'];
const answer = (): Promise<ToolAnswer> => Promise.resolve({ text: 'fine', isError: false });

/** How many tools are registered, and the log. */
function register(host: unknown): { count: number; log: string[] } {
  const log: string[] = [];
  return { count: registerLanguageModelTools(host, names, answer, (line) => log.push(line)).length, log };
}

describe('language-model-tools', () => {
  const throwing = (name: string) => ({
    ...editor(),
    get [name](): never {
      throw new Error(`CANNOT use API proposal: ${name}`);
    },
  });
  const partial: readonly [string, unknown][] = [
    ['no lm', { ...editor(), lm: undefined }],
    ['no property lm', { LanguageModelToolResult: Result, LanguageModelTextPart: TextPart }],
    ['lm without tools', { ...editor(), lm: { selectChatModels: () => [] } }],
    ['lm that is null', { ...editor(), lm: null }],
    ['a registerTool that is no function', { ...editor(), lm: { registerTool: true } }],
    ['no class of results', { ...editor(), LanguageModelToolResult: undefined }],
    ['no class of parts', { ...editor(), LanguageModelTextPart: undefined }],
    ['an lm that is only proposed', throwing('lm')],
    ['a class that is only proposed', throwing('LanguageModelToolResult')],
    ['nothing at all', {}],
  ];
  for (const [title, host] of partial) {
    it(`registers nothing, and fails nothing, in an editor with ${title}`, () => {
      assert.deepEqual(register(host), { count: 0, log: ['This editor takes no language model tools.'] });
    });
  }

  it('goes on where the editor refuses a tool', () => {
    const whole = editor();
    const refuse = (name: string) => {
      if (name === 'one') throw new Error('not contributed');
      return whole.lm.registerTool(name, { invoke: () => undefined });
    };
    assert.deepEqual(register({ ...whole, lm: { registerTool: refuse } }), {
      count: 1,
      log: ['This editor refused the language model tool one: not contributed'],
    });
  });

  it('registers every tool, and passes input and answer on', async () => {
    const registered: Registered[] = [];
    const calls: unknown[] = [];
    const token = {} as vscode.CancellationToken;
    const call = (...args: unknown[]) => {
      calls.push(args);
      return Promise.resolve({ text: 'no such file', isError: calls.length > 1 });
    };
    const disposables = registerLanguageModelTools(editor(registered), names, call, assert.fail);
    assert.deepEqual([disposables.length, registered.map(([name]) => name)], [2, names]);
    const options = { input: { path: 'a' }, toolInvocationToken: undefined };
    const result = await registered[1]![1].invoke(options, token);
    assert.deepEqual(calls, [['two', { path: 'a' }, token]]);
    assert.deepEqual(result, new Result([new TextPart('no such file')]));
    await assert.rejects(async () => registered[0]![1].invoke(options, token), /^Error: no such file$/);
  });
});
