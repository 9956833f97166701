/**
 * A count that multiplies pods: the path of its key, with `[]` for the list item and `*` for the key that leads to
 * the pods.
 */
export interface CountPlace {
  readonly path: string;
  /** What is taken off the value before it multiplies. */
  readonly less?: number;
  /** The path of a name and the key of the list beside the count that must hold it, where the count is one of a group. */
  readonly ofGroup?: { readonly name: string; readonly members: string };
}

/** Where a kind of object has pods, and how many. */
export interface PodPlace {
  /** The path of the pod template, or of something above it. */
  readonly below: string;
  /** Another path that must exist for this to hold. */
  readonly beside?: string;
  readonly counts: readonly CountPlace[];
  /** What the pods are called where the object gives them no name. */
  readonly part?: string;
  /** True where more than the counts decides how many pods there are. */
  readonly isUncounted?: boolean;
}

const count = (path: string): CountPlace => ({ path });
const counts = (...paths: readonly string[]): readonly CountPlace[] => paths.map(count);

/** A group of a leader and its workers, from one template or two. */
function leaderAndWorkers(at: string, replicas: readonly CountPlace[]): readonly PodPlace[] {
  const leader = `${at}.leaderTemplate`;
  const worker = `${at}.workerTemplate`;
  const size = `${at}.size`;
  return [
    { below: leader, counts: replicas, part: 'leader' },
    { below: worker, beside: leader, counts: [...replicas, { path: size, less: 1 }], part: 'worker' },
    { below: worker, counts: [...replicas, count(size)] },
  ];
}

const replicated: readonly PodPlace[] = [{ below: 'spec.template', counts: counts('spec.replicas') }];

/**
 * The kinds of objects whose pods we can count, by their names. Pods are found in any object; in one of another kind, or
 * at another place, nobody knows how many they are. The first place that fits counts.
 */
export const workloadKinds: ReadonlyMap<string, readonly PodPlace[]> = new Map<string, readonly PodPlace[]>([
  ['Pod', [{ below: 'spec', counts: [] }]],
  ['Deployment', replicated],
  ['StatefulSet', replicated],
  ['ReplicaSet', replicated],
  ['DaemonSet', [{ below: 'spec.template', counts: [], isUncounted: true }]],
  ['Job', [{ below: 'spec.template', counts: counts('spec.parallelism') }]],
  ['CronJob', [{ below: 'spec.jobTemplate.spec.template', counts: counts('spec.jobTemplate.spec.parallelism') }]],
  ['LeaderWorkerSet', leaderAndWorkers('spec.leaderWorkerTemplate', counts('spec.replicas'))],
  [
    'DisaggregatedSet',
    leaderAndWorkers('spec.roles[].spec.leaderWorkerTemplate', counts('spec.slices', 'spec.roles[].spec.replicas')),
  ],
  [
    'RoleBasedGroup',
    [
      { below: 'spec.roles[].standalonePattern', counts: counts('spec.roles[].replicas') },
      {
        below: 'spec.roles[].leaderWorkerPattern',
        counts: counts('spec.roles[].replicas', 'spec.roles[].leaderWorkerPattern.size'),
      },
      {
        below: 'spec.roles[].customComponentsPattern.components[]',
        counts: counts('spec.roles[].replicas', 'spec.roles[].customComponentsPattern.components[].size'),
      },
      // v1alpha1
      {
        below: 'spec.roles[].template',
        counts: counts('spec.roles[].replicas', 'spec.roles[].leaderWorkerSet.size'),
      },
    ],
  ],
  [
    'ModelServing',
    [
      {
        below: 'spec.template.roles[].entryTemplate',
        counts: counts('spec.replicas', 'spec.template.roles[].replicas'),
      },
      {
        below: 'spec.template.roles[].workerTemplate',
        counts: counts('spec.replicas', 'spec.template.roles[].replicas', 'spec.template.roles[].workerReplicas'),
      },
    ],
  ],
  [
    'StormService',
    [
      {
        below: 'spec.template.spec.roles[].template',
        counts: counts(
          'spec.replicas',
          'spec.template.spec.roles[].replicas',
          'spec.template.spec.roles[].podGroupSize',
        ),
      },
    ],
  ],
  [
    'PodCliqueSet',
    [
      {
        below: 'spec.template.cliques[]',
        counts: [
          ...counts('spec.replicas', 'spec.template.cliques[].replicas', 'spec.template.cliques[].spec.replicas'),
          {
            path: 'spec.template.podCliqueScalingGroups[].replicas',
            ofGroup: { name: 'spec.template.cliques[].name', members: 'cliqueNames' },
          },
        ],
      },
    ],
  ],
  [
    'DynamoGraphDeployment',
    [
      {
        below: 'spec.services.*',
        counts: counts('spec.services.*.replicas', 'spec.services.*.multinode.nodeCount'),
      },
      {
        below: 'spec.components[]',
        counts: counts('spec.components[].replicas', 'spec.components[].multinode.nodeCount'),
      },
    ],
  ],
  [
    'LLMInferenceService',
    [
      { below: 'spec.template', beside: 'spec.worker', counts: counts('spec.replicas'), part: 'leader' },
      { below: 'spec.template', counts: counts('spec.replicas') },
      { below: 'spec.worker', counts: counts('spec.replicas'), part: 'worker', isUncounted: true },
      { below: 'spec.prefill.template', counts: counts('spec.prefill.replicas'), part: 'prefill' },
      { below: 'spec.prefill.worker', counts: counts('spec.prefill.replicas'), part: 'prefill', isUncounted: true },
    ],
  ],
]);

/** Values of the llm-d ModelService chart, which have no kind. */
export const chartValues: readonly PodPlace[] = ['decode', 'prefill'].map((part) => ({
  below: part,
  counts: counts(`${part}.replicas`, `${part}.parallelism.workers`),
  part,
}));

/** Kinds of which every whole object has this path; one without is a patch, and what it does not say is said elsewhere. */
export const inWholeObjects: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'spec.selector'],
  ['StatefulSet', 'spec.selector'],
  ['ReplicaSet', 'spec.selector'],
]);
