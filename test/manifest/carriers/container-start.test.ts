import assert from 'node:assert/strict';
import { rangeOfText, unknownsIn } from '../../../server/src/text/mapped-text';
import { carried, checkPlaces, startOf } from './carried';

/** A pod with one container, whose keys these are. */
function pod(...keys: readonly string[]): string {
  return `kind: Pod\nspec:\n  containers:\n  - name: c\n${keys.map((key) => `    ${key}\n`).join('')}`;
}

function start(...keys: readonly string[]): readonly string[] | string | undefined {
  const text = pod(...keys);
  const file = carried(text);
  checkPlaces(text, file);
  assert.equal(file.processes.length, 1);
  return startOf(file.processes[0]!);
}

describe('the start of a container', () => {
  const scripts: readonly (readonly string[])[] = [
    ['command: [sh, -c, run it]'],
    ['command: [bash, -lc]', 'args: [run it]'],
    ['command: ["/bin/bash", "-ec", "run it"]'],
    ['command: ["/bin/sh","-c"]', 'args: ["run it", "first", "second"]'],
    ['command: [bash, -euo, pipefail, -c, run it]'],
    ['command: [bash, --login, -c, run it]'],
    ['command: ["/usr/bin/tini", --, sh, -xc, run it]'],
    ['command: [sh, -c]', 'args: run it'],
    ['command: run it'],
    ['args: run it'],
  ];
  for (const keys of scripts) it(`is the script: ${keys.join(' ')}`, () => assert.equal(start(...keys), 'run it'));

  const words: readonly (readonly [readonly string[], readonly string[]])[] = [
    [
      ['command: [vllm, serve]', 'args: [m, --x=1, -c]'],
      ['vllm', 'serve', 'm', '--x=1', '-c'],
    ],
    [['command: [bash, /run.sh]'], ['bash', '/run.sh']],
    [['command: [bash, /run.sh, -c, x]'], ['bash', '/run.sh', '-c', 'x']],
    [['args: [--x, 8, true, ~, 1e3, {a: b}]'], ['--x', '8', 'true', '', '1e3']],
    [['command: [sh, -c]'], ['sh', '-c']],
    [['args: one'], ['one']],
    [['image: i'], []],
    [['args: [--x, {{ .Values.x }}, "--y={{ .Values.y }}"]'], ['--x', '?', '--y=?']],
  ];
  for (const [keys, expected] of words)
    it(`is the words: ${keys.join(' ')}`, () => assert.deepEqual(start(...keys), expected));

  it('is a script where one text holds all arguments of a command in a list', () => {
    assert.equal(start('command: [python3, -m, "a b", "it\'s"]', 'args: --x 1'), "python3 -m 'a b' 'it'\\''s' --x 1");
  });

  it('takes further arguments of an LLMInferenceService from its variable', () => {
    const service = (...keys: readonly string[]) =>
      carried(`kind: LLMInferenceService\nspec: { template: { containers: [{ ${keys.join(', ')} }] } }\n`)
        .processes[0]!;
    const variable = "env: [{ name: VLLM_ADDITIONAL_ARGS, value: --x '1 2' }]";
    assert.equal(startOf(service(variable)), "vllm serve --x '1 2'");
    assert.equal(startOf(service('command: [vllm, serve, m]', variable)), "vllm serve m --x '1 2'");
    assert.equal(
      startOf(service('command: [sh, -c, "vllm serve $VLLM_ADDITIONAL_ARGS"]', variable)),
      'vllm serve $VLLM_ADDITIONAL_ARGS',
    );
  });

  it('names what is not known, at its place', () => {
    const text = pod('env: [{ name: N, valueFrom: { secretKeyRef: {} } }]', 'args: ["--n=$(N)", "{{ .x }}"]');
    const { start: launch } = carried(text).processes[0]!;
    assert.ok(launch.kind === 'words');
    assert.deepEqual(launch.words.map(unknownsIn), [['$(N)'], ['{{ .x }}']]);
    const { start: from, end } = rangeOfText(launch.words[0]!, 4, 5);
    assert.equal(text.slice(from, end), '$(N)');
  });
});
