// Manifests of a wanted length for the benchmark.

const deployment = (index) => `apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: pool-${index} }
spec:
  # the ratio is what this file is about
  model: deepseek-v3
  latencyProfile: ascend-910c-deepseek-v3
  workload:
    statistics:
      distribution: geometric
      meanPrefill: ${100 + (index % 7) * 10}
      meanDecode: ${400 + (index % 11) * 20}
  attention:
    workers: ${4 + (index % 9)}
    batchSize: 256
  ffn:
    workers: 1
  microbatches: 3
`;

/** About `lines` lines as many documents of one deployment each. */
export function manyDocuments(lines) {
  return Array.from({ length: Math.max(1, Math.round(lines / 19)) }, (_, index) => deployment(index)).join('---\n');
}

/** About `lines` lines as one document: a deployment and a long block of labels. */
export function oneDocument(lines) {
  const labels = Array.from({ length: Math.max(0, lines - 20) }, (_, index) => `    team-${index}: "owner ${index}"`);
  return deployment(0).replace(
    'metadata: { name: pool-0 }',
    `metadata:\n  name: pool-0\n  labels:\n${labels.join('\n')}`,
  );
}
