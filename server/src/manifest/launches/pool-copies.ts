import { formatCounted, quote } from '../../text/format';
import type { SizeCopy } from '../deployment';
import type { Fact } from '../fact';
import { known, knownValue, type Launch, type Stated } from './launch';
import { integer, isDefault, placeOf, stated } from './stated';

/** What beside the counts themselves has to change with a pool's size: copies, and why some place cannot. */
export interface InStep {
  readonly copies: readonly SizeCopy[];
  /** Reasons against an edit, as the rest of `The FFN pool is not edited: …`. */
  readonly obstacles: readonly string[];
}

/** What one launch of the pool states of its size in other words than its AFD settings. */
export function inStepWith(launch: Launch, pool: 'attention' | 'ffn', workers: number): InStep {
  switch (launch.dialect) {
    case 'vllm-afd-plugin':
    case 'vllm-afd-config':
      return vllmInStep(launch, workers);
    case 'sglang-afd':
      return sglangInStep(launch, pool, workers);
    default:
      return { copies: [], obstacles: ['as many processes as there are ranks have to be started'] };
  }
}

/** vLLM's ranks are data parallel times prefill context parallel times tensor parallel. */
function vllmInStep(launch: Launch, workers: number): InStep {
  const perReplica = product(knownValue(launch.tensorParallel), knownValue(launch.prefillContextParallel));
  const size = launch.dataParallel;
  const name = quote('--data-parallel-size');
  if (size && !('value' in size)) return against(`${name} is known only at run time`);
  if (!size || perReplica === undefined || size.value * perReplica !== workers)
    return against(`${name} and the other parallel sizes do not multiply out to ${formatCounted(workers, 'rank')}`);
  if (isDefault(size)) return against(`${name} is not written, and would have to change too`);
  return all([
    { copies: [{ fact: size, factor: perReplica }], obstacles: [] },
    localInStep(launch, size, perReplica, workers),
  ]);
}

/** What says how many of the replicas each pod runs, where they are not all in one. */
function localInStep(launch: Launch, size: Fact<number>, perReplica: number, workers: number): InStep {
  const { options } = launch;
  const local = stated(placeOf(options.get('data-parallel-size-local')), integer);
  if (local && !('value' in local)) return against(`${quote('--data-parallel-size-local')} is known only at run time`);
  const isExternal = ['data-parallel-external-lb', 'data-parallel-hybrid-lb', 'data-parallel-rank'].some((name) =>
    options.has(name),
  );
  if (local?.value === size.value && !isExternal) {
    return all([{ copies: [{ fact: local, factor: perReplica }], obstacles: [] }, devicesInStep(launch, workers)]);
  }
  if (local || isExternal) return podsInStep(launch, (local?.value ?? 1) * perReplica, workers);
  return devicesInStep(launch, workers);
}

/** A pod that runs all ranks asks for as many accelerators. */
function devicesInStep({ carrier: { device, pods } }: Launch, workers: number): InStep {
  const counts = device ? [device.count, ...device.repeated] : [];
  const isOneEach = pods === 1 && counts.every(({ value }) => value === workers);
  return isOneEach ? { copies: counts.map((fact) => ({ fact, factor: 1 })), obstacles: [] } : nothing;
}

function podsInStep({ carrier }: Launch, perPod: number, workers: number): InStep {
  const { pods, replicas } = carrier;
  const spread = 'its ranks are spread over several launches';
  if (pods === undefined || pods * perPod !== workers) return against(spread);
  const several = replicas.filter(({ fact }) => fact.value > 1);
  const [count, ...more] = several.length > 0 ? several : replicas;
  // The pods of a template may be fewer than its group has: then the count does not simply multiply.
  const isProduct = replicas.reduce((all, { fact }) => all * fact.value, 1) === pods;
  return count && more.length === 0 && isProduct
    ? { copies: [{ fact: count.fact, factor: workers / count.fact.value }], obstacles: [] }
    : against(spread);
}

/** SGLang fixes its parallel sizes: tensor parallel is all ranks, and so is data or expert parallel. */
function sglangInStep({ options }: Launch, pool: 'attention' | 'ffn', workers: number): InStep {
  const sizes = ['tensor-parallel-size', pool === 'attention' ? 'data-parallel-size' : 'expert-parallel-size'];
  const nodes = stated(placeOf(options.get('nnodes')), integer);
  return all([
    ...sizes.map((name) => sizeInStep(name, options, workers)),
    nodes && knownValue(nodes) !== 1 ? against('its ranks are spread over several nodes') : nothing,
  ]);
}

function sizeInStep(name: string, options: Launch['options'], workers: number): InStep {
  const size: Stated<number> = stated(placeOf(options.get(name)), integer);
  if (!size) return against(`${quote(`--${name}`)} is not written, and would have to change too`);
  const fact = known(size);
  if (!fact) return against(`${quote(`--${name}`)} is known only at run time`);
  return fact.value === workers
    ? { copies: [{ fact, factor: 1 }], obstacles: [] }
    : against(`${quote(`--${name}`)} is another number`);
}

const nothing: InStep = { copies: [], obstacles: [] };

function against(obstacle: string): InStep {
  return { copies: [], obstacles: [obstacle] };
}

function all(parts: readonly InStep[]): InStep {
  return {
    copies: parts.flatMap(({ copies }) => copies),
    obstacles: parts.flatMap(({ obstacles }) => obstacles),
  };
}

function product(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b;
}
