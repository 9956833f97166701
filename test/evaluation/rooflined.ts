import { header } from '../analysis/analysed';

/** A deployment of a catalogue model on a catalogue device, of which nothing was measured. */
export function rooflined({
  attention = '{ workers: 16, batchSize: 32 }',
  ffn = '{ workers: 16 }',
  device = 'h20',
  more = '  microbatches: 3\n',
} = {}): string {
  return `${header}metadata: { name: v3 }
spec:
  model: deepseek-v3
  device: ${device}
  workload: { statistics: { distribution: geometric, meanPrefill: 1000, meanDecode: 500 } }
  attention: ${attention}
  ffn: ${ffn}
${more}`;
}
