/** A deployment that needs no other file; 10 attention workers are best. */
export function deployment(name: string, workers: number): string {
  return `apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: ${name} }
spec:
  model: deepseek-v3
  latencyProfile: ascend-910c-deepseek-v3
  workload: { statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }
  attention: { workers: ${workers}, batchSize: 256 }
  ffn: { workers: 1 }
  microbatches: 3
`;
}

/** The same, which no reader can use. */
export const broken = 'apiVersion: afd-lens/v1\nkind: [\n';
