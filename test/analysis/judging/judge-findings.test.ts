import assert from 'node:assert/strict';
import { defaultFileSettings, type FileSettings } from '../../../server/src/configuration/file-settings';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { manifestSizeLimit } from '../../../server/src/rules/document/file-too-large';
import { arrivingInputs, mixedStream, scheduled } from '../../evaluation/arriving';
import { deployment, filesOf, findingsOf } from '../analysed';

const off = deployment('{ workers: 4, batchSize: 256 }');

const ignoring = (
  ...ignores: readonly { readonly rule: string; readonly path?: string; readonly reason?: string }[]
): FileSettings => ({
  ...defaultFileSettings,
  ignores: ignores.map(({ rule, path, reason = 'ours' }) => ({ rule, path, reason })),
});

const judged = (text: string, settings: FileSettings) =>
  findingsOf(text, filesOf(), settings).map(({ code, suppressed }) => [code, suppressed?.by, suppressed?.reason]);

describe('what silences a finding', () => {
  const accepted: readonly [string, string | undefined][] = [
    ['no path', undefined],
    ['its own path', 'spec.attention.workers'],
    ['a path above it', 'spec.attention'],
    ['the path of the first key', 'spec'],
  ];
  for (const [title, path] of accepted) {
    it(`is an entry of ignores with ${title}`, () => {
      const settings = ignoring({ rule: 'AFD101', reason: 'the vendor sized it', ...(path ? { path } : {}) });
      assert.deepEqual(judged(off, settings), [['AFD101', 'ignores', 'the vendor sized it']]);
      assert.deepEqual(findingsOf(off, filesOf(), settings)[0]!.fixes, []);
    });
  }

  const other: readonly [string, string, string | undefined][] = [
    ['another rule', 'AFD103', undefined],
    ['a path that its own only begins with', 'AFD101', 'spec.att'],
    ['a path beside it', 'AFD101', 'spec.ffn'],
    ['a path below it', 'AFD101', 'spec.attention.workers.x'],
    ['the end of its path', 'AFD101', 'attention.workers'],
  ];
  for (const [title, rule, path] of other) {
    it(`is no entry of ignores with ${title}`, () => {
      assert.deepEqual(judged(off, ignoring({ rule, ...(path ? { path } : {}) })), [['AFD101', undefined, undefined]]);
      assert.ok(findingsOf(off, filesOf(), ignoring({ rule, ...(path ? { path } : {}) }))[0]!.fixes.length > 0);
    });
  }

  it('may name an item of a list', () => {
    const text = `x-pools:\n  - { a: 1, a: 2 }\n  - { a: 1, a: 2 }\n${deployment('{ workers: 10, batchSize: 256 }')}`;
    const ignores = (path: string) => judged(text, ignoring({ rule: 'AFD307', path })).map(([, by]) => by);
    assert.deepEqual(ignores('x-pools[0]'), ['ignores', undefined]);
    assert.deepEqual(ignores('x-pools'), ['ignores', 'ignores']);
    assert.deepEqual(ignores('x-pools[1]'), [undefined, 'ignores']);
  });

  it('is the comment, where both a comment and an entry cover it; the comment is needed then', () => {
    const text = off.replace('  attention', '  # afd-lens: ignore AFD101 -- said here\n  attention');
    assert.deepEqual(judged(text, ignoring({ rule: 'AFD101' })), [['AFD101', 'comment', 'said here']]);
  });

  it('is the first entry that covers it', () => {
    const settings = ignoring(
      { rule: 'AFD101', path: 'spec.ffn', reason: 'a' },
      { rule: 'AFD101', path: 'spec.attention', reason: 'b' },
      { rule: 'AFD101', reason: 'c' },
    );
    assert.deepEqual(judged(off, settings), [['AFD101', 'ignores', 'b']]);
  });

  it('is a comment that nobody calls unused while what it accepts could not be computed', () => {
    const text = `# afd-lens: ignore AFD611 -- billed by arrival\n${scheduled('{ policy: fcfs, kvTokens: 16492 }')}`;
    const calm = arrivingInputs(mixedStream(2000, 0.7)).inputs;
    const waiting = arrivingInputs(mixedStream(2000, 2.1)).inputs;
    const failing: Inputs = { ...waiting, schedule: () => ({ kind: 'failed', why: 'boom' }) };
    const codes = (inputs: Inputs) =>
      findingsOf(text, inputs)
        .filter(({ code }) => !code.startsWith('AFD1'))
        .map(({ code, suppressed }) => [code, suppressed?.by]);
    assert.deepEqual(codes(calm), [['AFD900', undefined]]);
    assert.deepEqual(codes(waiting), [['AFD611', 'comment']]);
    assert.deepEqual(codes(failing), [['AFD615', undefined]]);
  });

  it('is an entry also for what is said about comments, and for a file that is too large', () => {
    const unused = `# afd-lens: ignore AFD103\n${off}`;
    assert.deepEqual(judged(unused, ignoring({ rule: 'AFD900' })), [
      ['AFD900', 'ignores', 'ours'],
      ['AFD101', undefined, undefined],
    ]);
    const large = `#${' '.repeat(manifestSizeLimit)}`;
    assert.deepEqual(judged(large, ignoring({ rule: 'AFD309' })), [['AFD309', 'ignores', 'ours']]);
  });
});

describe('the severity of a finding', () => {
  const of = (rules: FileSettings['rules'], text = off) =>
    findingsOf(text, filesOf(), { ...defaultFileSettings, rules }).map(({ code, severity }) => [code, severity]);

  it('is what is set for its rule, and the rule’s own otherwise', () => {
    assert.deepEqual(of({ AFD101: 'hint', AFD103: 'error' }), [['AFD101', 'hint']]);
    assert.deepEqual(of({}), [['AFD101', 'warning']]);
  });

  it('may be off, which removes the finding and leaves a comment for it needed', () => {
    assert.deepEqual(of({ AFD101: 'off' }), []);
    assert.deepEqual(of({ AFD101: 'off' }, off.replace('  attention', '  # afd-lens: ignore AFD101\n  attention')), []);
    assert.deepEqual(of({ AFD309: 'off' }, `#${' '.repeat(manifestSizeLimit)}`), []);
  });
});
