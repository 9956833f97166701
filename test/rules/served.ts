/** A deployment of catalogue model and device with these lines of `spec`. */
export function served(
  model: string,
  device: string,
  { attention, ffn, more = '' }: { readonly attention: string; readonly ffn: number; readonly more?: string },
  workload = '{ statistics: { distribution: geometric, meanPrefill: 1000, meanDecode: 500 } }',
): string {
  return `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
  model: ${model}
  device: ${device}
  workload: ${workload}
  attention: { ${attention} }
  ffn: { workers: ${ffn} }
${more}`;
}

export const short = '{ statistics: { distribution: geometric, meanPrefill: 200, meanDecode: 100 } }';

export const loose = '  microbatches: 3\n  slo: { ttft: 2s, tpot: 100ms }\n';

export const loses = served('gpt-oss-120b', 'h200', { attention: 'workers: 6, batchSize: 64', ffn: 4, more: loose });

/** As measured: a roofline gives no verdict. */
export const losesAsMeasured = loses.replace(
  '  device: h200\n',
  '  device: h200\n  latencyProfile: profiles/gpt-oss-120b-h200.yaml\n',
);

export const starved = served(
  'deepseek-v3',
  'h800',
  {
    attention: 'workers: 192, batchSize: 256',
    ffn: 64,
    more: '  microbatches: 3\n  roofline: { efficiency: { ffnCompute: 0.6 } }\n',
  },
  short,
);
