import { comparisonErrors } from '../server/src/evaluation/comparison-errors';
import { findDevice } from '../server/src/latency/hardware/find-device';
import { findModel } from '../server/src/latency/hardware/find-model';
import { servingCosts } from '../server/src/latency/roofline/serving-costs';
import { compareStrategies } from '../server/src/strategy/compare-strategies';
import type { Comparison } from '../server/src/strategy/comparison';
import type { StrategyQuestion } from '../server/src/strategy/question';

/** Requests that are all alike, on devices and a model of the catalogue; tokens. */
export interface AlikeRequests {
  readonly model: string;
  readonly device: string;
  readonly devices: number;
  readonly request: { readonly prefix: number; readonly prompt: number; readonly output: number };
  readonly objectives: StrategyQuestion['objectives'];
  readonly largestGroupWithoutAfd?: number | undefined;
}

const stages = { attention: 0.5, communication: 0.5, ffn: 0.5 };
const theta = { kind: 'standard error', relative: 0, reach95: 1.96 } as const;

/** How strategies compare by the roofline, weights and KV cache in fp8, with its errors. */
export function byRoofline({ model, device: deviceName, request, ...asked }: AlikeRequests): Comparison {
  const [shape, device] = [findModel(model), findDevice(deviceName)];
  if (shape.kind !== 'found' || device.kind !== 'found') throw new Error(`${model} or its device is not built in.`);
  const precision = { ...shape.value.precision, kvCache: 'fp8' } as const;
  const outcome = servingCosts({ ...shape.value, precision }, device.value);
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  const { prefix, prompt, output } = request;
  const load = { theta: prompt + (output - 1) / 2, nu: Math.sqrt((output ** 2 - 1) / 12) };
  return compareStrategies({
    ...asked,
    costs: outcome.costs,
    workload: { prefill: prompt, cachedPrefill: prefix, decode: output, load },
    expertBalance: 1,
    microbatches: [1, 2, 3, 4],
    configured: undefined,
    calibrated: false,
    relativeError: { ...stages, prefill: 0 },
    errors: comparisonErrors({ theta, stages, together: 0.7 }, outcome.costs, {
      isMeasured: false,
      statesBalance: false,
    }),
  });
}
