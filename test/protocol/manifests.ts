/** Rows of a trace in the Azure columns: `count` requests of yesterday that alternate between two shapes. */
export function traceRows(count: number, prefill = 100, decode = 900): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const rows = Array.from(
    { length: count },
    (_, index) =>
      `${day} 00:00:${String(index % 60).padStart(2, '0')},${prefill + (index % 2) * 20},${decode + (index % 2) * 60}`,
  );
  return `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`;
}

/** A native manifest; `overrides` replaces lines of the spec by key. */
export function manifest(overrides: Readonly<Record<string, string>> = {}): string {
  const spec: Record<string, string> = {
    model: 'deepseek-v3',
    latencyProfile: 'ascend-910c-deepseek-v3',
    workload: '{ trace: traces/chat.csv }',
    attention: '{ workers: 4, batchSize: 256 }',
    ffn: '{ workers: 1 }',
    microbatches: '3',
    ...overrides,
  };
  const lines = Object.entries(spec).map(([key, value]) => `  ${key}: ${value}`);
  return `apiVersion: afd-lens/v1\nkind: AFDDeployment\nmetadata: { name: chat }\nspec:\n${lines.join('\n')}\n`;
}
