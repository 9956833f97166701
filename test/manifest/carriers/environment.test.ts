import assert from 'node:assert/strict';
import { unknownsIn } from '../../../server/src/text/mapped-text';
import { carried, checkPlaces } from './carried';

/** The environment of the only process of a file: values, or what decides them. */
function environmentOf(text: string): Readonly<Record<string, string>> {
  const file = carried(text);
  checkPlaces(text, file);
  const { environment } = file.processes[0]!;
  return Object.fromEntries([...environment].map(([name, value]) => [name, unknownsIn(value)[0] ?? value.text]));
}

const configMap = 'kind: ConfigMap\nmetadata: { name: counts }\ndata: { RANKS: "8", HOST: ffn }\n---\n';

describe('the environment of a container', () => {
  it('holds literals, numbers too, with variables in them, and names what comes from elsewhere', () => {
    const text = `kind: Pod
spec:
  containers:
    - env:
        - { name: A, value: "8" }
        - { name: B, value: "x$(A)y$(C)$$(A)" }
        - { name: C, value: later }
        - { name: D, valueFrom: { fieldRef: { fieldPath: status.podIP } } }
        - { name: E, value: "ip-$(D)" }
        - { name: F }
        - { name: G, value: {{ .Values.g }} }
        - { name: H, value: 4 }
        - { value: nameless }
        - word
`;
    assert.deepEqual(environmentOf(text), {
      A: '8',
      B: 'x8y$(C)$(A)',
      C: 'later',
      D: '$(D)',
      E: '$(D)',
      F: '',
      G: '{{ .Values.g }}',
      H: '4',
    });
  });

  it('takes values from a ConfigMap of the same file', () => {
    const pod = `kind: Pod
spec:
  containers:
    - envFrom:
        - { configMapRef: { name: counts }, prefix: AFD_ }
        - { secretRef: { name: counts } }
      env:
        - { name: AFD_HOST, value: other }
        - { name: N, valueFrom: { configMapKeyRef: { name: counts, key: RANKS } } }
        - { name: M, valueFrom: { configMapKeyRef: { name: elsewhere, key: RANKS } } }
`;
    assert.deepEqual(environmentOf(configMap + pod), { AFD_RANKS: '8', AFD_HOST: 'other', N: '8', M: '$(M)' });
    assert.deepEqual(carried(configMap + pod).processes[0]!.carrier.configMaps, ['counts', 'elsewhere']);
  });

  it('of a service is that of the graph, the service and the container, the nearest last', () => {
    const text = `kind: DynamoGraphDeployment
spec:
  envs: [{ name: A, value: graph }, { name: B, value: graph }, { name: C, value: graph }]
  services:
    Worker:
      envs: [{ name: B, value: service }, { name: C, value: service }]
      extraPodSpec: { mainContainer: { env: [{ name: C, value: container }] } }
`;
    assert.deepEqual(environmentOf(text), { A: 'graph', B: 'service', C: 'container' });
  });
});
