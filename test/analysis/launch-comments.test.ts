import assert from 'node:assert/strict';
import { commandStart, launchSuppressions, sameLaunchText } from '../../server/src/analysis/launch-comments';
import { readLaunchFile } from '../../server/src/manifest/launches/launch-file';

const settings = `--additional-config '{"afd": {"num_attention_ranks": 8}}'`;
const script = `set -e
# afd-lens: ignore AFD101 -- measured
vllm serve m \\
  ${settings}
vllm serve n ${settings} # afd-lens: ignore AFD103
echo '# afd-lens: ignore AFD104'
`;

const suppressionsOf = (text: string) => launchSuppressions(text, true, readLaunchFile(text, true));

describe('comments in a text with launches', () => {
  it('cover the next command of a script, or the one on their line; quoted text is no comment', () => {
    assert.deepEqual(
      suppressionsOf(script).map(({ codes, reason, scope, reach }) => [
        codes[0]!.code,
        reason,
        script.slice(scope.start, scope.end).split(' ').slice(0, 3).join(' '),
        reach,
      ]),
      [
        ['AFD101', 'measured', 'vllm serve m', 'entry'],
        ['AFD103', undefined, 'vllm serve n', 'entry'],
      ],
    );
  });

  it('cover the whole script before its first command', () => {
    const text = `#!/bin/sh\n# afd-lens: ignore AFD101 -- all of it\n${script}`;
    const [first] = suppressionsOf(text);
    assert.deepEqual([first!.scope, first!.reach], [{ start: 0, end: text.length }, 'file']);
  });

  it('are read in YAML but for our own documents, whose comments are their own', () => {
    const pod = `kind: Pod\nspec:\n  containers:\n    # afd-lens: ignore AFD101 -- theirs\n    - args: [vllm, serve, m, "${settings.replaceAll('"', '\\"')}"]\n`;
    const text = `${pod}---\napiVersion: afd-lens/v1\n# afd-lens: ignore AFD103 -- ours\nkind: AFDDeployment\n`;
    assert.deepEqual(
      launchSuppressions(text, false, readLaunchFile(text, false)).map(({ reason }) => reason),
      ['theirs'],
    );
  });

  it('are all that an edit may touch where it is to change nothing', () => {
    const insert = (at: number, newText: string) => [{ range: { start: at, end: at }, newText }];
    const line = script.indexOf('vllm serve m');
    assert.equal(sameLaunchText(script, true, insert(line, '# note\n')), true);
    assert.equal(sameLaunchText(script, true, insert(script.indexOf(`  ${settings}`), '# note\n')), false);
    assert.equal(sameLaunchText(script, true, insert(line, 'exit\n')), false);
  });

  it('go above the command that an offset is in', () => {
    assert.equal(commandStart(script, script.indexOf('ranks')), script.indexOf('vllm serve m'));
    assert.equal(commandStart(script, script.indexOf('ignore AFD101')), undefined);
  });
});
