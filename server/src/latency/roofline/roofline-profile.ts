import { scaledLatency } from '../../provisioning/cycle/scaled-latency';
import type { LatencyProfile } from '../latency-profile';
import type { Roofline } from './roofline';

const microseconds = 1e6;

/** The latency profile of a roofline, in microseconds. Named by its model and devices: `deepseek-v3 on h20 + h800`. */
export function rooflineProfile({ latency, memory, breakdown, relativeError }: Roofline): LatencyProfile {
  const [attention, ffn] = [breakdown.attention.device, breakdown.ffn.device];
  const device = attention === ffn ? attention : `${attention} + ${ffn}`;
  return {
    id: `${breakdown.model} on ${device}`,
    model: breakdown.model,
    device,
    source: 'data sheets, not a measurement',
    calibration: 'roofline',
    timeUnit: 'us',
    latency: scaledLatency(latency, { attention: microseconds, communication: microseconds, ffn: microseconds }),
    relativeError,
    errorStated: true,
    ranges: { ratio: undefined, batchSize: undefined, tokenLoad: undefined },
    weighted: breakdown.costs === 'prices',
    roofline: breakdown,
    memory,
  };
}
