import { builtInDevices } from '../../server/src/latency/hardware/find-device';
import { filesOf, readyTrace } from '../analysis/analysed';

/** DeepSeek-V3 decoding with its FFN on H800; more lines of `spec`. */
export function onDevices(
  attention: string,
  ffn: string,
  more = '',
  workload = '{ statistics: { distribution: geometric, meanPrefill: 4000, meanDecode: 500 } }',
): string {
  return `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
  model: deepseek-v3
  device: h800
  workload: ${workload}
  attention: ${attention}
  ffn: ${ffn}
${more}`;
}

/**
 * By hand, from the model's configuration and the data sheet (80 GB), with a reserve of 3.5 GB. Geometric lengths of means 4000 and
 * 500 load a slot with theta = 4000 + 500 - 1 = 4499 tokens, of (512 + 64) x 61 = 35,136 bytes of bf16 each twice: 70,272.
 * A request takes 316.15 MB. Attention weights are 15.12 GB, so that 61.38 GB are left: 194.1 requests, 64 in each of 3
 * microbatches. 58 layers of 256 experts of 3 x 7168 x 2048 bytes are 653.9 GB, and all else in the FFN layers 3.74 GB: over 8
 * workers 85.48 GB, over 9 (29 experts on the fullest) 77.82 GB, over 10 (26) 70.16 GB.
 */
export const held = '{ workers: 12 }';

export const traceOf = (...lengths: readonly number[]) =>
  filesOf({ 't.csv': readyTrace(lengths.map((length) => [length, 1] as const)) });

/** The device file `small.yaml`: an H800 with another memory. */
export const small = (memoryBytes: number) => ({
  ...filesOf(),
  device: () =>
    ({ kind: 'ready', path: '/srv/small.yaml', device: { ...builtInDevices.get('h800')!, memoryBytes } }) as const,
});
