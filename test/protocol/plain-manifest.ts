import { manifest } from './manifests';

/** What a configuration in a folder beside `traces/` gives: a profile, and with `given` a trace too. */
export const profile = 'latencyProfile: ascend-910c-deepseek-v3\n';
export const given = `${profile}workload: { trace: ../traces/chat.csv }\n`;

/** A manifest that writes neither workload nor profile; with `own`, one of them. */
export function bare(own: Readonly<Record<string, string>> = {}): string {
  const kept = new Set(Object.keys(own));
  return manifest(own)
    .split('\n')
    .filter((line) => !['latencyProfile', 'workload'].some((key) => !kept.has(key) && line.startsWith(`  ${key}:`)))
    .join('\n');
}

/** The same trace, from a manifest two folders below. */
export const ownTrace = { workload: '{ trace: ../../traces/chat.csv }' };
