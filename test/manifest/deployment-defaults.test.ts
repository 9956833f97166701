import assert from 'node:assert/strict';
import {
  type DeploymentDefaults,
  mayRenderMore,
  noDefaults,
  withDefaults,
} from '../../server/src/manifest/deployment-defaults';
import { readNativeManifest } from '../../server/src/manifest/dialects/native/native';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { nodeAt } from '../../server/src/yaml/yaml-tree';
import { header } from '../analysis/analysed';

const pools = '  attention: { workers: 4, batchSize: 256 }\n  ffn: { workers: 1 }\n';

function given(spec: string, defaults: DeploymentDefaults) {
  const text = `${header}spec:\n${spec}${pools}`;
  const stated = readNativeManifest(parseYaml(text)[0]!.root!).deployment;
  return { text, stated, deployment: withDefaults(stated, defaults) };
}

const workloadOf = (some: Partial<NonNullable<DeploymentDefaults['workload']>['value']>): DeploymentDefaults => ({
  latencyProfile: undefined,
  workload: { from: 'there', value: { trace: undefined, columns: undefined, statistics: undefined, ...some } },
});
const profile: DeploymentDefaults = { ...noDefaults, latencyProfile: { from: 'there', value: 'p.yaml' } };

describe('what a project gives a deployment', () => {
  it('is the profile and the trace, told apart from what is written, at the key where they are missing', () => {
    const columns = { prefill: 'a', decode: 'b' };
    const both = { ...profile, workload: workloadOf({ trace: '../t.csv', columns }).workload };
    const { text, deployment } = given('', both);
    const { latencyProfile, workload } = deployment;
    assert.deepEqual([latencyProfile?.value, latencyProfile?.setIn], ['p.yaml', 'there']);
    assert.deepEqual(
      [workload?.trace?.path.value, workload?.trace?.path.setIn, workload?.trace?.columns, workload?.statistics],
      ['../t.csv', 'there', columns, undefined],
    );
    for (const range of [latencyProfile!.site, workload!.keyRange, workload!.trace!.path.site])
      assert.equal(text.slice(range.start, range.end), 'spec');
  });

  it('may be statistics, which stand nowhere in the manifest', () => {
    const statistics = { meanPrefill: 1, meanDecode: 2 };
    const { workload } = given('', workloadOf({ statistics })).deployment;
    assert.deepEqual(
      [workload?.statistics?.data, workload?.statistics?.node, workload?.statistics?.setIn, workload?.trace],
      [statistics, undefined, 'there', undefined],
    );
  });

  const written: readonly [string, string][] = [
    ['what is written', '  latencyProfile: own.yaml\n  workload: { trace: own.csv }\n'],
    ['what is written, be it empty or wrong', '  latencyProfile:\n  workload: 7\n'],
    ['what a template fills in', '  latencyProfile: {{ .p }}\n  workload: {{ .w }}\n'],
    ['what a merge key brings', '  <<: { latencyProfile: own.yaml, workload: { trace: own.csv } }\n'],
  ];
  for (const [title, spec] of written) {
    it(`leaves ${title}`, () => {
      const { stated, deployment } = given(spec, { ...profile, workload: workloadOf({ trace: 't.csv' }).workload });
      assert.deepEqual(deployment, stated);
    });
  }

  it('fills one gap and leaves the other value', () => {
    const { stated, deployment } = given('  latencyProfile: own.yaml\n', {
      ...profile,
      workload: workloadOf({ trace: 't.csv' }).workload,
    });
    assert.equal(deployment.latencyProfile, stated.latencyProfile);
    assert.equal(deployment.workload?.trace?.path.value, 't.csv');
  });

  it('changes nothing where nothing is given', () => {
    const { stated, deployment } = given('', noDefaults);
    assert.deepEqual(deployment, stated);
  });
});

describe('a template that may write more keys into spec', () => {
  const cases: readonly [string, string, boolean][] = [
    ['an include in spec', `spec:\n  {{- include "x" . | nindent 2 }}\n${pools}`, true],
    ['an include at the end of spec', `spec:\n${pools}  {{- toYaml .Values.more | nindent 2 }}\n`, true],
    ['a key that a template names', `spec:\n  {{ .Values.key }}: x\n${pools}`, true],
    ['an include in metadata', `metadata:\n  {{- include "labels" . | nindent 2 }}\nspec:\n${pools}`, false],
    ['an include behind spec', `spec:\n${pools}x-more:\n  {{- include "x" . }}\n`, false],
    ['a condition', `spec:\n  {{- if .Values.on }}\n${pools}  {{- end }}\n`, false],
    ['no template', `spec:\n${pools}`, false],
    ['no spec', 'x-note: 1\n', false],
  ];
  for (const [title, text, expected] of cases) {
    it(`is ${expected ? '' : 'not '}${title}`, () => {
      const whole = header + text;
      const { root, extent } = parseYaml(whole)[0]!;
      assert.ok(nodeAt(root, ['kind']));
      assert.equal(mayRenderMore(whole, root, extent), expected);
    });
  }
});
