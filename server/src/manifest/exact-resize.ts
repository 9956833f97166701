import { applyEdits, type FileEdits, overlap } from '../text/text-range';
import { changesOnly } from '../yaml/verified-edit';
import type { TreeNode } from '../yaml/yaml-tree';
import type { Deployment, Pool } from './deployment';
import type { Fact } from './fact';
import { factNames, type Launch, type Stated } from './launches/launch';
import type { PoolSizes, Resize } from './resize';

/** A text that states a deployment, as far as an edit of it can be checked. */
export interface ResizableText {
  readonly text: string;
  /** Undefined where the text is not YAML. */
  readonly root: TreeNode | undefined;
  /** The deployment that another version of the text states, with other files edited too; undefined where it states none. */
  readonly deploymentIn: (text: string, elsewhere?: readonly FileEdits[]) => Deployment | undefined;
}

/**
 * True when the edited text states exactly the wanted pools: no YAML but some scalars changed, and for a deployment
 * stated by launches no other fact. An edit may reach further, where an anchor or a variable is used twice.
 */
export function isExactResize(
  { text, root, deploymentIn }: ResizableText,
  deployment: Deployment,
  target: PoolSizes,
  resize: Resize,
): boolean {
  const { edits, elsewhere } = resize;
  if (root && edits.length > 0 && !changesOnly(text, edits)) return false;
  const edited = deploymentIn(applyEdits(text, edits), elsewhere);
  if (edited?.attention?.workers !== target.attention || edited.ffn?.workers !== target.ffn) return false;
  if (deployment.launches.length === 0) return true;
  const inStep = [edited.attention, edited.ffn].every((pool) =>
    [{ fact: pool.size, factor: pool.factor }, ...pool.copies].every(
      ({ fact, factor }) => fact.value * factor === pool.workers,
    ),
  );
  return inStep && otherFacts(deployment, resize, deployment) === otherFacts(edited, resize, deployment);
}

/** What the counts of a launch are called; those that state a pool's size change with it. */
const counts = [
  'attentionRanks',
  'ffnRanks',
  'dataParallel',
  'tensorParallel',
  'prefillContextParallel',
] as const satisfies readonly (keyof Launch)[];

const others = factNames.filter((name) => !counts.some((count) => count === name));

/** Every fact but its place and but those that the resize writes, as text to compare. */
function otherFacts(deployment: Deployment, resize: Resize, before: Deployment): string {
  const { workload, missing, unwritten, hardware, scheduler } = deployment;
  return JSON.stringify([
    [deployment.dialect, deployment.name, deployment.topology, deployment.microbatchChoices, [...unwritten]],
    [
      deployment.model,
      deployment.latencyProfile,
      deployment.batchSize,
      deployment.microbatches,
      deployment.tpotSeconds,
      deployment.ttftSeconds,
      hardware.attentionDevice,
      hardware.ffnDevice,
      hardware.attentionCost,
      hardware.ffnCost,
    ].map((fact) => [fact?.value, fact?.setIn]),
    [hardware.weights, hardware.kvCache, hardware.reserveBytes, hardware.efficiency],
    [hardware.network, hardware.hopSeconds, hardware.operationSeconds, hardware.expertBalance],
    [
      workload?.trace?.path.value,
      workload?.trace?.columns,
      workload?.statistics?.data,
      workload?.horizonRequests?.value,
      workload?.prefixTokens?.value,
      workload?.requestRate?.value,
    ],
    [scheduler.policy, scheduler.priorityKey, scheduler.kvTokens, scheduler.ageing].map((fact) => fact?.value),
    missing.map(({ message, templated }) => [message, templated]),
    [deployment.attention, deployment.ffn].map(shapeOf),
    deployment.launches.map((launch, index) => [
      [launch.dialect, launch.file, launch.pool, launch.problems.map(({ message }) => message)],
      others.map((key) => plain<unknown>(launch[key])),
      counts.map((key) => (isWritten(before.launches[index]?.[key], resize) ? 'written' : plain<unknown>(launch[key]))),
    ]),
  ]);
}

/** Not the copies: what else states a size may depend on it, as where one pod comes to run all ranks. */
function shapeOf(pool: Pool | undefined) {
  return pool && [pool.unit, pool.sizeKey, pool.factor, pool.notEditable];
}

function plain<T>(stated: Stated<T>): unknown {
  if (stated === undefined) return null;
  return 'value' in stated ? { value: stated.value } : { unresolved: stated.unresolved };
}

/** Whether the text of a fact is among what the resize writes. */
function isWritten(stated: Stated<number>, { edits, elsewhere }: Resize): boolean {
  if (stated === undefined || !('value' in stated)) return false;
  const { file, range }: Fact<number> = stated;
  const there = file === undefined ? edits : (elsewhere.find(({ path }) => path === file)?.edits ?? []);
  return there.some((edit) => overlap(edit.range, range));
}
