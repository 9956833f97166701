import assert from 'node:assert/strict';
import { carried, checkPlaces, startOf } from './carried';

const configMap = `kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-recipe
data:
  run.sh: |
    vllm serve a
  start: "#!/bin/sh\\nsglang"
  notes.md: read the vllm page
  launch: vllm serve b
  word: vllm
  ranks: "8"
`;

function pod(command: string, mount: string, volume = '{ name: {{ .Release.Name }}-recipe }'): string {
  return `---
kind: Pod
metadata: { name: p }
spec:
  volumes: [{ name: v, configMap: ${volume} }]
  containers:
    - command: ${command}
      volumeMounts: [{ name: v, ${mount} }]
`;
}

/** Carrier and start of each process. */
function processes(text: string): readonly (readonly unknown[])[] {
  const file = carried(text);
  checkPlaces(text, file);
  return file.processes.map((process) => [process.carrier.kind, process.carrier.part, startOf(process)]);
}

const rest = [
  ['ConfigMap', 'start', '#!/bin/sh\nsglang'],
  ['ConfigMap', 'launch', 'vllm serve b'],
];
const run = ['Pod', undefined, 'vllm serve a\n'];

describe('scripts of a ConfigMap', () => {
  it('are what looks like one', () => {
    assert.deepEqual(processes(configMap), [['ConfigMap', 'run.sh', 'vllm serve a\n'], ...rest]);
  });

  const running: readonly (readonly [string, string, string?])[] = [
    ['[bash, /opt/run.sh]', 'mountPath: /opt'],
    ['[/opt/run.sh]', 'mountPath: /opt/'],
    ['[bash, /x.sh]', 'mountPath: /x.sh, subPath: run.sh'],
    [
      '[bash, /opt/go.sh]',
      'mountPath: /opt',
      '{ name: {{ .Release.Name }}-recipe, items: [{ key: run.sh, path: go.sh }] }',
    ],
  ];
  for (const [command, mount, volume] of running) {
    it(`belong to the pod that runs them: ${command} ${mount}`, () => {
      assert.deepEqual(processes(configMap + pod(command, mount, volume)), [run, ...rest]);
    });
  }

  it('belong to the pod whose script runs them, beside that script', () => {
    const text = configMap + pod('[sh, -c, "exec /opt/run.sh >log"]', 'mountPath: /opt');
    assert.deepEqual(processes(text), [['Pod', undefined, 'exec /opt/run.sh >log'], run, ...rest]);
  });

  const notRunning: readonly (readonly [string, string, string?])[] = [
    ['[bash, /opt/run.sh]', 'mountPath: /elsewhere'],
    ['[bash, /opt/run.sh]', 'mountPath: /opt', '{ name: other }'],
    [
      '[bash, /opt/run.sh]',
      'mountPath: /opt',
      '{ name: {{ .Release.Name }}-recipe, items: [{ key: start, path: run }] }',
    ],
    ['[sh, -c, "cat /opt/run.sh.bak"]', 'mountPath: /opt'],
    ['[bash, /opt/run.sh]', 'subPath: run.sh'],
  ];
  for (const [command, mount, volume] of notRunning) {
    it(`stay where no pod runs them: ${command} ${mount} ${volume ?? ''}`, () => {
      const found = processes(configMap + pod(command, mount, volume));
      assert.deepEqual(found.slice(1), [['ConfigMap', 'run.sh', 'vllm serve a\n'], ...rest]);
      assert.equal(found[0]?.[0], 'Pod');
    });
  }

  it('are found in volumes that project several sources', () => {
    const text =
      configMap +
      pod('[bash, /opt/run.sh]', 'mountPath: /opt').replace(
        /configMap: (\{.*\}) \}\]/,
        'projected: { sources: [{ secret: {} }, { configMap: $1 }] } }]',
      );
    assert.deepEqual(processes(text)[0], run);
  });
});
