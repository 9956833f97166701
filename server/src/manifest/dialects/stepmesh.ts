import { quote } from '../../text/format';
import type { Fact } from '../fact';
import { known, knownValue, type Launch, type Stated } from '../launches/launch';
import { placeIn } from '../launches/launch-options';
import { inDifferentPods } from '../launches/pod-network';
import { emptyLaunch, mainCalls, type ProgramCall, variablePlace } from '../launches/program-call';
import { byDefault, computed, integer, stated, word } from '../launches/stated';
import type { Dialect } from './dialect';
import { type Limit, limitAt } from './limit';

/** What sets the size of each pool on StepMesh. */
export const stepMeshSizeWords = { attention: '`DMLC_NUM_WORKER`', ffn: '`DMLC_NUM_SERVER`' } as const;

const variables = ['DMLC_ROLE', 'DMLC_NUM_WORKER', 'DMLC_NUM_SERVER', 'DMLC_GROUP_SIZE'];

/**
 * Programs on StepMesh alone, told by `DMLC_…` variables: workers are attention, servers are FFN. Other systems use the
 * same variables but for `DMLC_GROUP_SIZE`. The scheduler belongs to neither pool.
 */
export const stepMesh: Dialect = {
  engine: 'StepMesh',
  marks: [[/\bDMLC_NUM_SERVER\b/, /\bDMLC_GROUP_SIZE\b/]],
  read: (calls) => mainCalls(calls, variables).flatMap(launchesOf),
  switches: [],
  poolSizeWords: stepMeshSizeWords,
  requests: undefined,
  limits: { code: 'AFD424', of: numberLimits },
};

function launchesOf(call: ProgramCall): readonly Launch[] {
  const isStepMesh = variables.every((name) => call.environment.has(name));
  const role = stated(variablePlace(call, 'DMLC_ROLE'), roleOf);
  const isScheduler = call.environment.get('DMLC_ROLE')?.text === 'scheduler';
  return isStepMesh && !isScheduler ? [{ ...stepMeshLaunch(call), role, pool: knownValue(role) }] : [];
}

function roleOf(value: unknown): 'attention' | 'ffn' | undefined {
  return value === 'worker' ? 'attention' : value === 'server' ? 'ffn' : undefined;
}

function stepMeshLaunch(call: ProgramCall): Launch {
  return {
    ...emptyLaunch('stepmesh', call),
    ...readRendezvous(call),
    connector: byDefault('StepMesh', call.site),
  };
}

/** What the `DMLC_…` variables say: the pools in ranks, and where they meet. */
export function readRendezvous(call: ProgramCall): Pick<Launch, 'host' | 'port' | 'attentionRanks' | 'ffnRanks'> {
  return {
    host: stated(variablePlace(call, 'DMLC_PS_ROOT_URI'), word),
    port: stated(variablePlace(call, 'DMLC_PS_ROOT_PORT'), integer),
    attentionRanks: ranksOf(call, 'DMLC_NUM_WORKER'),
    ffnRanks: ranksOf(call, 'DMLC_NUM_SERVER'),
  };
}

function ranksOf(call: ProgramCall, name: string): Stated<number> {
  const group = stated(variablePlace(call, 'DMLC_GROUP_SIZE'), integer) ?? byDefault(1, call.site);
  return 'value' in group
    ? computed(stated(variablePlace(call, name), integer), (count) => count * group.value)
    : group;
}

/** What is wrong with the numbers of nodes. */
function numberLimits(here: readonly Launch[], all: readonly Launch[]): readonly Limit[] {
  const numbered = byNumber(all);
  return here.flatMap((launch) => meshLimits(launch, numbered));
}

/** The processes on StepMesh by their role and number. */
function byNumber(launches: readonly Launch[]): ReadonlyMap<string, readonly Launch[]> {
  const numbered = new Map<string, Launch[]>();
  for (const launch of launches) {
    const number = count(launch, 'DMLC_NODE_RANK');
    if (!number) continue;
    const key = numberKey(launch.pool, number.value);
    const others = numbered.get(key);
    if (others) others.push(launch);
    else numbered.set(key, [launch]);
  }
  return numbered;
}

function numberKey(pool: Launch['pool'], number: number): string {
  return `${pool ?? ''} ${number}`;
}

/** Each node has a number of its own in its role, from 0 up. */
function meshLimits(launch: Launch, numbered: ReadonlyMap<string, readonly Launch[]>): readonly Limit[] {
  const number = count(launch, 'DMLC_NODE_RANK');
  const name = launch.pool === 'ffn' ? 'DMLC_NUM_SERVER' : 'DMLC_NUM_WORKER';
  const nodes = count(launch, name);
  if (!number || launch.pool === undefined) return [];
  if (nodes && number.value >= nodes.value) {
    const message = `${quote('DMLC_NODE_RANK')} is ${number.value}: with ${quote(name)} ${nodes.value} it is at most ${nodes.value - 1}.`;
    return [limitAt(number, message)];
  }
  const twin = numbered.get(numberKey(launch.pool, number.value))?.find((other) => inDifferentPods(other, launch));
  const theirs = twin && count(twin, 'DMLC_NODE_RANK');
  if (!theirs) return [];
  const message = `${quote('DMLC_NODE_RANK')} ${number.value} is another pod's too: StepMesh says "rank must be unique" where nodes share one.`;
  // Processes of one node share its number, and a node may be several pods.
  return [
    { ...limitAt(number, message), severity: 'warning', related: [placeIn(twin, 'The other pod.', theirs.site)] },
  ];
}

function count(launch: Launch, name: string): Fact<number> | undefined {
  return known(stated(variablePlace(launch, name), integer));
}
