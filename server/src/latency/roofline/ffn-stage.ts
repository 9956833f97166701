import type { FfnLine, Routing } from '../../provisioning/cycle/operating-point';
import type { Device } from '../hardware/device';
import type { FfnLayers, ModelShape } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import type { FfnBreakdown } from './breakdown';
import { bytesPerElement } from './precision';
import { computeRate, derated } from './rates';
import { sum } from './sum';

/** Operations that read memory for one FFN: gate and up together, then down. */
const operationsPerFfn = 2;

/** Seconds of the FFN stage on one device, and what they follow from (docs/roofline.md, "FFN"). */
export function ffnStage(
  shape: ModelShape,
  device: Device,
  { efficiency, operationSeconds }: Assumptions,
): { readonly line: FfnLine; readonly breakdown: FfnBreakdown } {
  const bandwidth = derated(device.memoryBandwidth, efficiency.ffnBandwidth);
  const breakdown: FfnBreakdown = {
    device: device.id,
    bandwidth,
    expertCompute: computeRate(device, shape.precision.experts, efficiency.ffnCompute),
    alwaysCompute: computeRate(device, shape.precision.alwaysFfn, efficiency.ffnCompute),
    ...ffnWeightBytes(shape),
    routing: routingOf(shape),
    expertFlopPerRow: 2 * sum(shape.ffn, (group) => group.layers * group.perToken * group.expertParameters),
    alwaysFlopPerRow: 2 * sum(shape.ffn, (group) => group.layers * group.alwaysParameters),
    operationsPerStep: operationsPerFfn * sum(shape.ffn, (group) => group.layers * ffnsOf(group)),
  };
  const { expertCompute, alwaysCompute, routing } = breakdown;
  const line: FfnLine = {
    alpha:
      breakdown.expertFlopPerRow / expertCompute.effectivePerSecond +
      breakdown.alwaysFlopPerRow / alwaysCompute.effectivePerSecond,
    beta:
      breakdown.ownWeightBytesPerStep / bandwidth.effectivePerSecond + breakdown.operationsPerStep * operationSeconds,
    experts: routing && { ...routing, readTime: breakdown.expertBytes / bandwidth.effectivePerSecond },
  };
  return { line, breakdown };
}

/** Weights of one FFN worker's own layers, and of the routed experts that all share out among them. */
export function ffnWeightBytes({
  ffn,
  precision,
}: ModelShape): Pick<FfnBreakdown, 'ownWeightBytesPerStep' | 'expertBytes'> {
  return {
    ownWeightBytesPerStep:
      sum(ffn, (group) => group.layers * group.alwaysParameters) * bytesPerElement[precision.alwaysFfn],
    expertBytes: sum(ffn, expertParametersOf) * bytesPerElement[precision.experts],
  };
}

/** The routing of the layers with the most expert weights, which stands for all; undefined without routed experts. */
export function routingOf({ ffn }: ModelShape): Routing | undefined {
  const [main] = routedGroups(ffn).toSorted((a, b) => expertParametersOf(b) - expertParametersOf(a));
  return main && { count: main.experts, perToken: main.perToken };
}

/** What is approximated where layers route differently, as a sentence without its full stop. */
export function routingNote(shape: ModelShape): string | undefined {
  const routing = routingOf(shape);
  const isOther = ({ experts, perToken }: FfnLayers) => experts !== routing?.count || perToken !== routing.perToken;
  const others = sum(routedGroups(shape.ffn).filter(isOther), ({ layers }) => layers);
  if (!routing || others === 0) return undefined;
  return `${others} layers route otherwise; the experts that they hit and the workers that they reach are reckoned as for ${routing.perToken} of ${routing.count}`;
}

function routedGroups(ffn: readonly FfnLayers[]): readonly FfnLayers[] {
  return ffn.filter(({ layers, experts, perToken }) => layers > 0 && experts > 0 && perToken > 0);
}

function expertParametersOf({ layers, experts, expertParameters }: FfnLayers): number {
  return layers * experts * expertParameters;
}

/** FFNs that run in a layer: that of the routed experts, and that of every token. */
function ffnsOf({ experts, alwaysParameters }: FfnLayers): number {
  return (experts > 0 ? 1 : 0) + (alwaysParameters > 0 ? 1 : 0);
}
