// Also tests: manifest/carriers/pod-templates, manifest/carriers/workload-kinds
import assert from 'node:assert/strict';
import { carried, checkPlaces } from './carried';

const pod = '{ spec: { containers: [{ name: c }] } }';

/** Pods of each process, with the factors as they are written. */
function counts(text: string): readonly (readonly unknown[])[] {
  const file = carried(text);
  checkPlaces(text, file);
  return file.processes.map(({ carrier }) => [
    carrier.part,
    carrier.pods,
    ...carrier.replicas.map(({ key, fact }) => `${key}=${text.slice(fact.range.start, fact.range.end)}`),
  ]);
}

describe('the pods of a template', () => {
  const cases: readonly (readonly [string, string, readonly (readonly unknown[])[]])[] = [
    [
      'a Deployment without replicas has one',
      `kind: Deployment\nspec: { selector: {}, template: ${pod} }`,
      [[undefined, 1]],
    ],
    ['a patch does not say', `kind: Deployment\nspec: { template: ${pod} }`, [[undefined, undefined]]],
    [
      'a template does not say',
      `kind: Deployment\nspec: { selector: {}, replicas: {{ .n }}, template: ${pod} }`,
      [[undefined, undefined]],
    ],
    [
      'quoted numbers count',
      `kind: Deployment\nspec: { selector: {}, replicas: "3", template: ${pod} }`,
      [[undefined, 3, 'replicas=3']],
    ],
    [
      'other notations count, and are not literal',
      `kind: Deployment\nspec: { selector: {}, replicas: 0x10, template: ${pod} }`,
      [[undefined, 16, 'replicas=0x10']],
    ],
    [
      'half a pod does not',
      `kind: Deployment\nspec: { selector: {}, replicas: 1.5, template: ${pod} }`,
      [[undefined, undefined]],
    ],
    [
      'nor does less than none',
      `kind: Deployment\nspec: { selector: {}, replicas: -1, template: ${pod} }`,
      [[undefined, undefined]],
    ],
    [
      'a CronJob',
      `kind: CronJob\nspec: { jobTemplate: { spec: { parallelism: 4, template: ${pod} } } }`,
      [[undefined, 4, 'parallelism=4']],
    ],
    [
      'workers of a group of unknown size',
      `kind: LeaderWorkerSet\nspec: { leaderWorkerTemplate: { leaderTemplate: ${pod}, workerTemplate: ${pod} } }`,
      [
        ['leader', 1],
        ['worker', undefined],
      ],
    ],
    [
      'components of a role',
      `kind: RoleBasedGroup\nspec: { roles: [{ name: r, replicas: 2, customComponentsPattern: { components: [{ name: x, size: 3, template: ${pod} }, { name: y, template: ${pod} }] } }] }`,
      [
        [
          'x',
          6,
          'replicas=2',
          'customComponentsPattern.components.size=3'.replace('customComponentsPattern.components.', ''),
        ],
        ['y', 2, 'replicas=2'],
      ],
    ],
    [
      'slices',
      `kind: DisaggregatedSet\nspec: { slices: 2, roles: [{ name: r, spec: { replicas: 3, leaderWorkerTemplate: { size: 4, leaderTemplate: ${pod}, workerTemplate: ${pod} } } }] }`,
      [
        ['r', 6, 'slices=2', 'replicas=3'],
        ['r', 18, 'slices=2', 'replicas=3', 'leaderWorkerTemplate.size=4'],
      ],
    ],
    [
      'groups of cliques',
      `kind: PodCliqueSet\nspec: { template: { cliques: [{ name: a, spec: { replicas: 2, podSpec: { containers: [{}] } } }, { name: b, spec: { podSpec: { containers: [{}] } } }], podCliqueScalingGroups: [{ cliqueNames: [b], replicas: 5 }, { cliqueNames: [x, a], replicas: 3 }] } }`,
      [
        ['a', 6, 'replicas=2', 'podCliqueScalingGroups.replicas=3'.replace('podCliqueScalingGroups.', '')],
        ['b', 5, 'replicas=5'],
      ],
    ],
    [
      'workers that parallelism decides',
      `kind: LLMInferenceService\nspec: { replicas: 2, template: { containers: [{}] }, worker: { containers: [{}] }, prefill: { template: { containers: [{}] } } }`,
      [
        ['leader', 2, 'replicas=2'],
        ['worker', undefined, 'replicas=2'],
        ['prefill', 1],
      ],
    ],
    [
      'an unknown kind',
      `kind: Mine\nspec: { replicas: 2, pools: [{ name: p, replicas: 3, pod: ${pod} }] }`,
      [['p', undefined, 'replicas=2', 'replicas=3']],
    ],
    [
      'a Job of another kind of jobs',
      `kind: Job\nspec: { tasks: [{ name: t, replicas: 3, template: ${pod} }] }`,
      [['t', undefined, 'replicas=3']],
    ],
    ['no kind at all', `- { op: add, value: ${pod} }`, [[undefined, undefined]]],
    ['only what prepares a pod', 'kind: Pod\nspec: { initContainers: [{ name: i, command: [vllm] }] }', []],
  ];
  for (const [title, text, expected] of cases)
    it(`are counted: ${title}`, () => assert.deepEqual(counts(text), expected));
});
