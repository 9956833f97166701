// Also tests: manifest/carriers/pod-processes
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { ManifestProcess } from '../../../server/src/manifest/carriers/process';
import { unknownsIn } from '../../../server/src/text/mapped-text';
import { carried, checkPlaces, fixture, startOf } from './carried';

/** Kind, name and part; pods and their factors; accelerators. */
function line({ carrier, start }: ManifestProcess): string {
  const { kind, name, part, replicas, pods, device, isPod } = carrier;
  const factors = replicas.map(({ key, fact, less }) => `${key} ${fact.value}${less ? ` - ${less}` : ''}`).join(', ');
  return [
    `${kind} ${name ?? '-'} ${part ?? '-'}`,
    isPod ? `${pods ?? '?'} pods (${factors})` : 'no pod',
    device ? `${device.count.value} ${device.resource}` : 'no device',
    start.kind,
  ].join(' | ');
}

const expected: Readonly<Record<string, readonly string[]>> = {
  'deployment.yaml': [
    'Deployment afd-attention - | 1 pods (replicas 1) | 8 nvidia.com/gpu | script',
    'Deployment afd-ffn - | 1 pods (replicas 1) | 1 nvidia.com/gpu | script',
  ],
  'statefulset.yaml': [
    'StatefulSet afd-attention - | 2 pods (replicas 2) | 4 nvidia.com/gpu | words',
    'StatefulSet afd-ffn - | 1 pods (replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'pod.yaml': [
    'Pod afd-attention-0 - | 1 pods () | 8 nvidia.com/gpu | script',
    'Pod afd-ffn-0 - | 1 pods () | 1 nvidia.com/gpu | script',
  ],
  'job.yaml': [
    'Job afd-attention - | 2 pods (parallelism 2) | 4 nvidia.com/gpu | script',
    'Job afd-ffn - | 1 pods () | 1 nvidia.com/gpu | script',
  ],
  'cronjob.yaml': [
    'CronJob afd-nightly attention | 1 pods (parallelism 1) | 8 nvidia.com/gpu | words',
    'CronJob afd-nightly ffn | 1 pods (parallelism 1) | 1 nvidia.com/gpu | words',
  ],
  'daemonset.yaml': ['DaemonSet afd-ffn - | ? pods () | 1 huawei.com/Ascend910 | words'],
  'leaderworkerset.yaml': [
    'LeaderWorkerSet afd-attention leader | 1 pods (replicas 1) | 4 nvidia.com/gpu | script',
    'LeaderWorkerSet afd-attention worker | 1 pods (replicas 1, leaderWorkerTemplate.size 2 - 1) | 4 nvidia.com/gpu | script',
    'LeaderWorkerSet afd-ffn - | 1 pods (replicas 1, leaderWorkerTemplate.size 1) | 1 nvidia.com/gpu | script',
  ],
  'disaggregatedset.yaml': [
    'DisaggregatedSet afd attention | 2 pods (slices 1, replicas 1, leaderWorkerTemplate.size 2) | 4 nvidia.com/gpu | words',
    'DisaggregatedSet afd ffn | 1 pods (slices 1, replicas 1, leaderWorkerTemplate.size 1) | 1 nvidia.com/gpu | words',
  ],
  'rolebasedgroup.yaml': [
    'RoleBasedGroup afd attention | 2 pods (replicas 1, leaderWorkerPattern.size 2) | 4 nvidia.com/gpu | words',
    'RoleBasedGroup afd ffn | 1 pods (replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'rolebasedgroup-v1alpha1.yaml': [
    'RoleBasedGroup afd attention | 1 pods (replicas 1) | 8 nvidia.com/gpu | words',
    'RoleBasedGroup afd ffn | 1 pods (replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'modelserving.yaml': [
    'ModelServing afd attention | 1 pods (replicas 1, replicas 1) | 4 nvidia.com/gpu | words',
    'ModelServing afd attention | 1 pods (replicas 1, replicas 1, workerReplicas 1) | 4 nvidia.com/gpu | words',
    'ModelServing afd ffn | 1 pods (replicas 1, replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'stormservice.yaml': [
    'StormService afd attention | 2 pods (replicas 1, replicas 1, podGroupSize 2) | 4 nvidia.com/gpu | words',
    'StormService afd ffn | 1 pods (replicas 1, replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'podcliqueset.yaml': [
    'PodCliqueSet afd attention | 2 pods (replicas 1, replicas 2, replicas 1) | 4 nvidia.com/gpu | words',
    'PodCliqueSet afd ffn | 1 pods (replicas 1, replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'dynamographdeployment-v1alpha1.yaml': [
    'DynamoGraphDeployment afd Frontend | 1 pods (replicas 1) | no device | words',
    'DynamoGraphDeployment afd AttentionWorker | 2 pods (replicas 1, multinode.nodeCount 2) | 4 gpu | words',
    'DynamoGraphDeployment afd FfnWorker | 1 pods (replicas 1) | 1 gpu | words',
  ],
  'dynamographdeployment-v1beta1.yaml': [
    'DynamoGraphDeployment afd frontend | 1 pods (replicas 1) | no device | words',
    'DynamoGraphDeployment afd attention | 1 pods (replicas 1) | 8 nvidia.com/gpu | words',
    'DynamoGraphDeployment afd ffn | 1 pods (replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'llminferenceservice.yaml': [
    'LLMInferenceService afd-attention - | 1 pods (replicas 1) | 8 nvidia.com/gpu | script',
    'LLMInferenceService afd-ffn - | 1 pods (replicas 1) | 1 nvidia.com/gpu | script',
  ],
  'modelservice-values.yaml': [
    'ModelService values - decode | 1 pods (decode.replicas 1) | 8 nvidia.com/gpu | words',
    'ModelService values - prefill | 1 pods (prefill.replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'ray-serve.yaml': [
    'Ray Serve afd deepseek-v3-attention | 1 pods (num_replicas 1) | no device | options',
    'Ray Serve afd deepseek-v3-ffn | 1 pods (num_replicas 1) | no device | options',
  ],
  'vllm-config-attention.yaml': ['vllm config - - | no pod | no device | options'],
  'vllm-config-ffn.yaml': ['vllm config - - | no pod | no device | options'],
  'unknown-kind.yaml': [
    'DisaggregatedModel {{ .Release.Name }}-afd attention | ? pods (replicas 1) | 8 nvidia.com/gpu | words',
    'DisaggregatedModel {{ .Release.Name }}-afd ffn | ? pods (replicas 1) | 1 nvidia.com/gpu | words',
  ],
  'kustomize-patch.yaml': [
    'Deployment afd-attention - | ? pods () | no device | words',
    'Deployment afd-ffn - | 1 pods (replicas 1) | no device | words',
  ],
};

/** Command and arguments of every container in plain data, in order. */
function commandsIn(data: unknown): readonly (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return [];
  if ('image' in data && ('command' in data || 'args' in data)) {
    const { command = [], args = [] } = data as Readonly<Record<string, readonly string[]>>;
    return [[...command, ...args]];
  }
  return Object.values(data).flatMap(commandsIn);
}

describe('carriers', () => {
  for (const [name, lines] of Object.entries(expected)) {
    it(`are found in ${name}, with their counts`, () => {
      const text = fixture(name);
      const file = carried(text);
      assert.deepEqual(file.processes.map(line), lines);
      checkPlaces(text, file);
      for (const { carrier } of file.processes)
        assert.match(text.slice(carrier.site.start, carrier.site.end), /^[\w-]+$/);
      const windows = text.replaceAll('\n', '\r\n');
      const again = carried(windows);
      assert.deepEqual(again.processes.map(line), lines);
      assert.deepEqual(again.processes.map(startOf), file.processes.map(startOf));
      checkPlaces(windows, again);
    });
  }

  it('start the words that the YAML states', () => {
    const seen = Object.keys(expected).filter((name) => !/pod\.yaml|llminference|unknown|kustomize/.test(name));
    for (const name of seen) {
      const text = fixture(name);
      const stated = parseAllDocuments(text).flatMap((document) => commandsIn(document.toJS()));
      const read = carried(text)
        .processes.filter(({ start }) => start.kind !== 'options')
        .map(startOf);
      const expand = (word: string): string =>
        word.replace(/\$\((\w+)\)/g, (whole, key: string) =>
          name === 'statefulset.yaml'
            ? { ATTENTION_RANKS: '8', FFN_RANKS: '1', AFD_HOST: 'afd-ffn-0.afd-ffn' }[key]!
            : whole,
        );
      const wanted = stated.map((words) => {
        const script = words.findIndex((word) => /^-l?e?c$/.test(word));
        return script === -1 ? words.map(expand) : words[script + 1];
      });
      assert.deepEqual(
        read.filter((start) => start?.length !== 0),
        wanted,
        name,
      );
    }
  });

  it('know the pod around the process', () => {
    const { processes, services, claims } = carried(fixture('deployment.yaml'));
    const { carrier, environment } = processes[0]!;
    assert.deepEqual(
      [carrier.namespace, carrier.image?.value],
      ['serving', 'registry.example.com/serving/vllm-afd:v0.30.0'],
    );
    assert.deepEqual([...carrier.labels], [['app', 'afd-attention']]);
    assert.deepEqual(
      carrier.claims.map(({ value }) => value),
      ['models'],
    );
    assert.deepEqual(
      [...environment].map(([name, value]) => [name, value.text, unknownsIn(value)]),
      [
        ['MODEL_PATH', '/models/deepseek-v3', []],
        ['POD_IP', '\uE000', ['$(POD_IP)']],
      ],
    );
    const [service] = services;
    assert.deepEqual(
      [service?.name, service?.namespace, service?.headless, service?.publishNotReadyAddresses],
      ['afd-ffn', 'serving', true, true],
    );
    assert.deepEqual([...(service?.selector ?? [])], [['app', 'afd-ffn']]);
    assert.deepEqual(
      claims.map(({ name, accessModes }) => [name, accessModes.map(({ value }) => value)]),
      [['models', ['ReadWriteMany']]],
    );
  });

  it('merge the script of a ConfigMap with the pods that run it', () => {
    const { processes } = carried(fixture('pod.yaml'));
    assert.deepEqual(
      processes.map(({ carrier, environment }) => [
        carrier.hostNetwork,
        carrier.configMaps,
        environment.get('POD')?.text,
      ]),
      [
        [true, ['afd-recipe'], 'ATTENTION_0'],
        [true, ['afd-recipe'], 'FFN_0'],
      ],
    );
    assert.equal(startOf(processes[0]!), startOf(processes[1]!));
    assert.match(String(startOf(processes[0]!)), /^#!\/usr\/bin\/env bash\n/);
  });

  it('share facts that an anchor gives both', () => {
    const text = fixture('statefulset.yaml');
    const [attention, ffn] = carried(text).processes;
    assert.deepEqual(attention!.carrier.image?.anchored, { anchor: 'image', uses: 1 });
    assert.equal(ffn!.carrier.image?.shared?.anchor, 'image');
    assert.deepEqual(ffn!.carrier.image?.range, attention!.carrier.image?.range);
    const merged = carried(
      'kind: RoleBasedGroup\nspec:\n  roles:\n  - &r\n    name: a\n    replicas: 3\n    template: { spec: { containers: [{ name: c }] } }\n  - { <<: *r, name: b }\n',
    );
    assert.deepEqual(
      merged.processes.map(({ carrier }) => [carrier.part, carrier.pods, carrier.replicas[0]?.fact.shared?.anchor]),
      [
        ['a', 3, undefined],
        ['b', 3, 'r'],
      ],
    );
  });

  it('survive strings where maps should be, and any other shape, in every kind', () => {
    for (const name of Object.keys(expected)) {
      const text = fixture(name);
      const lines = text.split('\n');
      for (let index = 0; index < lines.length; index++) {
        for (const other of [['word'], [], ['[1, ~, {}]']]) {
          const indent = /^[ -]*/.exec(lines[index]!)![0];
          const key = /^[ -]*([\w./-]+):/.exec(lines[index]!)?.[1];
          const changed = other.map((value) => `${indent}${key ? `${key}: ` : ''}${value}`);
          const broken = [...lines.slice(0, index), ...changed, ...lines.slice(index + 1)].join('\n');
          checkPlaces(broken, carried(broken));
        }
      }
    }
  });

  it('survive any YAML with the words of manifests', () => {
    const key = fc.constantFrom(
      'kind',
      'spec',
      'template',
      'containers',
      'command',
      'args',
      'env',
      'name',
      'value',
      'replicas',
      'roles',
      'data',
      'volumes',
      'configMap',
      'items',
      'mainContainer',
    );
    const leaf = fc.constantFrom<unknown>(
      'Deployment',
      'List',
      'ConfigMap',
      'sh',
      '-c',
      '$(A)',
      '$$',
      1,
      null,
      true,
      '',
      'a b',
      'A',
      '{{ .x }}',
    );
    const shape = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(shape, (data) => {
        const text = JSON.stringify(data, undefined, 1);
        checkPlaces(text, carried(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('end in time for aliases without measure', () => {
    const script = `vllm serve ${'$(A) '.repeat(2000)}`;
    const variables = Array.from({ length: 60 }, (_, at) => `{ name: V${at}, value: '${`$(V${at - 1})`.repeat(9)}' }`);
    const container = `&c { name: a, command: [sh, -c, "${script}"], env: [{ name: A, value: '${'x'.repeat(2000)}' }, ${variables.join(', ')}] }`;
    const roles = Array.from(
      { length: 500 },
      (_, at) => `- { name: r${at}, template: { spec: { containers: [*c] } } }`,
    );
    const text = `x: ${container}\nkind: RoleBasedGroup\nspec:\n  roles:\n  ${roles.join('\n  ')}\n`;
    const { processes } = carried(text);
    assert.ok(processes.length <= 1000);
    const total = processes.reduce(
      (sum, { start }) => sum + (start.kind === 'script' ? start.script.text.length : 0),
      0,
    );
    assert.ok(total <= 30_000_000);
  });
});
