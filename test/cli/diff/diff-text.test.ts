import assert from 'node:assert/strict';
import { diffText } from '../../../server/src/cli/diff/diff-text';
import { manifest } from '../git/temporary-repository';
import { difference, reportOf } from './diff-sides';

describe('differences as text', () => {
  it('are nothing where nothing changed', () => {
    assert.equal(diffText(reportOf()), '');
  });

  it('are a line and an aligned table for each deployment', () => {
    const changed = difference(manifest(), manifest({ attention: 10 }));
    assert.equal(
      diffText(reportOf(changed)),
      `compared with origin/main (0123456789): 1 deployment changed

chat: 4A:1F -> 10A:1F, +12 % tokens/s per worker, +146 % of the whole bundle, 5 -> 11 workers
deploy/chat.afd.yaml

                       before                       after                        change
  workers              5 (4A:1F)                    11 (10A:1F)                  +6
  ratio                4.00                         10.00                        +150 %
  throughput           0.6585 tok/cycle per worker  0.7371 tok/cycle per worker  +12 %
  of the whole bundle  3.293 tok/cycle              8.108 tok/cycle              +146 %
  TPOT                 933 cycles                   947.2 cycles                 +1.5 %
  regime               attention-bound              attention-bound
  optimum              10A:1F                       10A:1F
  gain left            +12 % (+7.7 to +13 %)        none

  findings gone: AFD101
`,
    );
  });

  it('say on which side a prediction is missing, and why', () => {
    const text = diffText(reportOf(difference(manifest({ trace: 'none.csv' }), manifest())));
    assert.match(text, /\n {2}status {13} {2}partly evaluated {2}evaluated\n/);
    assert.match(text, /\n {2}TPOT {15} {2}- {15} {2}933 cycles\n/);
    assert.match(
      text,
      /\n\n {2}before, not evaluated: Trace file 'none\.csv' does not exist[^\n]*\n {2}new findings: AFD101\n {2}findings gone: AFD305\n$/,
    );
    assert.doesNotMatch(text, /after, not evaluated|`/);
  });

  it('have an empty side for what came or went, and say how a file was called', () => {
    const [added, removed] = [difference(undefined, manifest()), difference(manifest(), undefined)];
    const text = diffText(reportOf(added, { ...removed, previousFile: 'old.afd.yaml' }));
    assert.match(text, /\nchat: added, 4A:1F[^\n]*\ndeploy\/chat\.afd\.yaml\n\n.*\n {2}workers +- +5 \(4A:1F\)\n/);
    assert.match(text, /\nchat: removed, [^\n]*\ndeploy\/chat\.afd\.yaml, renamed from old\.afd\.yaml\n/);
    assert.match(text, /\n {2}workers +5 \(4A:1F\) +-\n/);
  });

  it('hold nothing that a terminal would obey', () => {
    const names = { name: 'a\u001b[31m\nb', attention: 5 };
    const changed = difference(manifest({ ...names, attention: 4 }), manifest(names));
    const text = diffText({
      base: { name: 'x\u001b]0;y', commit: undefined },
      deployments: [{ ...changed, file: 'c\rd', previousFile: 'e\u009bf' }],
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.match(text, /\na\\u001b\[31m\\u000ab: 4A:1F -> 5A:1F/);
  });
});
