import type { Deployment, Pool, SizeCopy, Topology } from '../../server/src/manifest/deployment';
import type { Fact } from '../../server/src/manifest/fact';
import { noHardware } from '../../server/src/manifest/hardware-facts';
import type { Launch } from '../../server/src/manifest/launches/launch';
import { schedulerWith } from '../../server/src/manifest/scheduler-facts';
import type { FileEdits, TextRange } from '../../server/src/text/text-range';

const nowhere: TextRange = { start: 0, end: 0 };

/** A fact that no file writes. */
export function factOf<T>(value: T, more: Partial<Fact<T>> = {}): Fact<T> {
  return {
    value,
    site: nowhere,
    range: nowhere,
    keyRange: nowhere,
    shared: undefined,
    anchored: undefined,
    ...more,
  };
}

/** A pool of so many workers that no file writes. */
export function poolOf(workers: number, more: Partial<Pool> = {}): Pool {
  const { factor = 1 } = more;
  return {
    workers,
    unit: 'worker',
    size: factOf(workers / factor),
    sizeKey: 'workers',
    factor,
    copies: [],
    notEditable: undefined,
    ...more,
  };
}

/** The limits of a connector that has some. */
export const anyPools: Topology = {
  by: 'the connector `TestConnector`',
  attentionAtLeastFfn: false,
  attentionAtMostFfn: false,
  attentionMultipleOfFfn: false,
  ffnDivides: undefined,
  wholeWorkersPerFfn: false,
};

/**
 * Reads lines like `attn a=8 f=2 dp=4 tp=2 seqs=256`, a stand-in for the launch of one process: `a` and `f` state the
 * sizes in ranks, `dp` the attention size as well, in groups of `tp`. A value may be `$N` of a line `N=8`.
 */
export function readLaunches(text: string, file?: string): readonly Launch[] {
  const variables = new Map(
    [...text.matchAll(/^([A-Z]+)=(\d+)$/gm)].map((found) => {
      const start = found.index + found[0].length - found[2]!.length;
      return [found[1]!, { value: Number(found[2]), range: { start, end: start + found[2]!.length } }] as const;
    }),
  );
  return [...text.matchAll(/^(attn|ffn) (.*)$/gm)].map((line) => {
    const at = line.index + line[1]!.length + 1;
    const count = (key: string): Fact<number> | undefined => {
      const found = new RegExp(`(?<![a-z])${key}=(\\$?)(\\w+)`).exec(line[2]!);
      if (!found) return undefined;
      const [whole, dollar, word] = found as unknown as [string, string, string];
      const end = at + found.index + whole.length;
      const site = { start: end - word.length - dollar.length, end };
      const keyRange = { start: at + found.index, end: at + found.index + key.length };
      const variable = dollar ? variables.get(word) : { value: Number(word), range: site };
      return variable && { ...factOf(variable.value), site, range: variable.range, keyRange, file };
    };
    const stated: Partial<Launch> = {
      dialect: 'vllm-afd-plugin',
      file,
      pool: line[1] === 'attn' ? 'attention' : 'ffn',
      problems: [],
      attentionRanks: count('a'),
      ffnRanks: count('f'),
      dataParallel: count('dp'),
      tensorParallel: count('tp'),
      maxNumSeqs: count('seqs'),
      port: count('port'),
    };
    return stated as Launch;
  });
}

/** The deployment of two such processes, which may stand in two files. */
export function readDeployment(text: string, others: Readonly<Record<string, string>> = {}): Deployment | undefined {
  const launches = [
    ...readLaunches(text),
    ...Object.entries(others).flatMap(([path, other]) => readLaunches(other, path)),
  ];
  const attention = launches.find(({ pool }) => pool === 'attention');
  const ffn = launches.find(({ pool }) => pool === 'ffn');
  if (!attention || !ffn) return undefined;
  const fact = (launch: Launch, key: 'attentionRanks' | 'ffnRanks' | 'dataParallel' | 'tensorParallel') =>
    launch[key] as Fact<number> | undefined;
  const pool = (own: Launch, other: Launch, key: 'attentionRanks' | 'ffnRanks'): Pool | undefined => {
    const size = fact(own, key);
    if (!size) return undefined;
    const stated = fact(other, key);
    const parallel = fact(own, 'dataParallel');
    const copies: SizeCopy[] = [
      ...(stated ? [{ fact: stated, factor: 1 }] : []),
      ...(parallel ? [{ fact: parallel, factor: fact(own, 'tensorParallel')?.value ?? 1 }] : []),
    ];
    return poolOf(size.value, { unit: 'rank', size, sizeKey: key, copies });
  };
  return {
    dialect: 'vllm-afd-plugin',
    name: 'pair',
    lensRange: nowhere,
    factsRange: nowhere,
    model: undefined,
    latencyProfile: factOf('ascend-910c-deepseek-v3', { setIn: 'afd-lens.config.yaml' }),
    workload: {
      keyRange: nowhere,
      trace: undefined,
      statistics: {
        data: { distribution: 'geometric', meanPrefill: 100, meanDecode: 500 },
        node: undefined,
        keyRange: nowhere,
        setIn: 'afd-lens.config.yaml',
      },
      horizonRequests: undefined,
      prefixTokens: undefined,
      requestRate: undefined,
    },
    attention: pool(attention, ffn, 'attentionRanks'),
    ffn: pool(ffn, attention, 'ffnRanks'),
    batchSize: attention.maxNumSeqs as Fact<number> | undefined,
    microbatches: undefined,
    tpotSeconds: undefined,
    ttftSeconds: undefined,
    hardware: noHardware,
    scheduler: schedulerWith(undefined),
    missing: [],
    whenMissing: { batchSize: '`seqs` is missing', workload: 'no workload', latencyProfile: 'no profile' },
    topology: undefined,
    microbatchChoices: undefined,
    launches,
    unwritten: new Set(['workload', 'latencyProfile']),
  };
}

/** Other files after edits. */
export function editedFiles(
  others: Readonly<Record<string, string>>,
  edits: readonly FileEdits[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(others).map(([path, text]) => {
      const here = edits.find((file) => file.path === path)?.edits ?? [];
      const ordered = [...here].sort((a, b) => b.range.start - a.range.start);
      const after = ordered.reduce(
        (old, { range, newText }) => old.slice(0, range.start) + newText + old.slice(range.end),
        text,
      );
      return [path, after];
    }),
  );
}
