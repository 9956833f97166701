import { formatCounted, quote } from '../../../text/format';
import type { Fact } from '../../fact';
import { knownValue, type Launch } from '../../launches/launch';
import { integer, isDefault, placeOf, stated } from '../../launches/stated';
import { against, allInStep, type InStep, nothingInStep } from '../in-step';

/** What changes with a pool of vLLM: its ranks are data parallel times prefill context parallel times tensor parallel. */
export function vllmInStep(launch: Launch, workers: number): InStep {
  const perReplica = product(knownValue(launch.tensorParallel), knownValue(launch.prefillContextParallel));
  const size = launch.dataParallel;
  const name = quote('--data-parallel-size');
  if (size && !('value' in size)) return against(`${name} is known only at run time`);
  if (!size || perReplica === undefined || size.value * perReplica !== workers)
    return against(`${name} and the other parallel sizes do not multiply out to ${formatCounted(workers, 'rank')}`);
  if (isDefault(size)) return against(`${name} is not written, and would have to change too`);
  return allInStep([
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
    return allInStep([
      { copies: [{ fact: local, factor: perReplica }], obstacles: [] },
      devicesInStep(launch, workers),
    ]);
  }
  if (local || isExternal) return podsInStep(launch, (local?.value ?? 1) * perReplica, workers);
  return devicesInStep(launch, workers);
}

/** A pod that runs all ranks asks for as many accelerators. */
function devicesInStep({ carrier: { device, pods } }: Launch, workers: number): InStep {
  const counts = device ? [device.count, ...device.repeated] : [];
  const isOneEach = pods === 1 && counts.every(({ value }) => value === workers);
  return isOneEach ? { copies: counts.map((fact) => ({ fact, factor: 1 })), obstacles: [] } : nothingInStep;
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

function product(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b;
}
