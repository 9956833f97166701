import type { LatencyProfile } from '../latency-profile';
import type { Roofline } from './roofline';

/** The latency profile of a roofline, in seconds. Named by its model and devices: `deepseek-v3 on h20 + h800`. */
export function rooflineProfile({ latency, memory, breakdown, relativeError }: Roofline): LatencyProfile {
  const [attention, ffn] = [breakdown.attention.device, breakdown.ffn.device];
  const device = attention === ffn ? attention : `${attention} + ${ffn}`;
  return {
    id: `${breakdown.model} on ${device}`,
    model: breakdown.model,
    device,
    source: 'data sheets, not a measurement',
    calibration: 'roofline',
    timeUnit: 's',
    latency,
    relativeError,
    errorStated: true,
    ranges: { ratio: undefined, batchSize: undefined, tokenLoad: undefined },
    weighted: breakdown.costs === 'prices',
    roofline: breakdown,
    memory,
  };
}
