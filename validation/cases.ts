import type { LatencyModel } from '../server/src/provisioning/cycle/operating-point';
import { stageLineAt } from '../server/src/provisioning/cycle/stage-times';
import type { RequestLaw, RequestLengths } from '../server/src/simulation/request-law';
import { momentsOf } from '../server/src/workload/request-moments';
import { estimateFromMoments } from '../server/src/workload/theta-estimate';

/** Requests to validate with, and what the theory knows of them. */
export interface Workload {
  readonly name: string;
  readonly law: RequestLaw;
  readonly theta: number;
  readonly nu: number;
  readonly meanDecode: number;
  /** How long to simulate, where the usual length is too short. */
  readonly requestsPerWorker?: number;
}

/** A workload from the requests of a trace, resampled. */
export function workloadOf(name: string, list: RequestLengths): Workload {
  const pairs = Array.from(list.decode, (decode, i) => [list.prefill[i]!, decode] as const);
  const { theta, nu, meanDecode } = estimateFromMoments(momentsOf(pairs));
  return { name, law: { kind: 'resample', list }, theta, nu: nu!, meanDecode };
}

/** The paper's base case, lengths that are all alike, and independent lognormal lengths of moderate spread. */
export function builtInWorkloads(): readonly Workload[] {
  const geometric: Workload = {
    name: 'geometric 100/500',
    law: { kind: 'geometric', meanPrefill: 100, meanDecode: 500 },
    theta: 599,
    nu: Math.sqrt(499 * 500 + 99 * 100),
    meanDecode: 500,
  };
  const deterministic: Workload = {
    name: 'deterministic 1000/200',
    law: { kind: 'deterministic', prefill: 1000, decode: 200 },
    theta: 1099.5,
    nu: Math.sqrt((200 * 200 - 1) / 12),
    meanDecode: 200,
  };
  const correlated = lognormalList({ logPrefill: 6.5, logDecode: 5, spread: 0.8, correlation: 0.5, requests: 50_000 });
  return [geometric, deterministic, workloadOf('lognormal, correlated', correlated)];
}

/** Workloads that a sceptical reader would try against the theory. */
export function hardWorkloads(): readonly Workload[] {
  const short = (steps: number) =>
    lognormalList({ logPrefill: 7, logDecode: Math.log(steps), spread: 1, decodeSpread: 0.3 });
  return [
    workloadOf('decode of 1 step', { ...short(1), decode: short(1).decode.fill(1) }),
    workloadOf('decode of about 5 steps', short(5)),
    workloadOf('decode of about 20 steps', short(20)),
    workloadOf('one request in twenty long', mixture(0.05, [60_000, 800], [500, 200])),
    workloadOf('heavy tails', lognormalList({ logPrefill: 6, logDecode: 4.5, spread: 1.5 })),
    modulated(),
  ];
}

interface LognormalShape {
  readonly logPrefill: number;
  readonly logDecode: number;
  readonly spread: number;
  readonly decodeSpread?: number;
  readonly correlation?: number;
  readonly requests?: number;
}

function lognormalList(shape: LognormalShape): RequestLengths {
  const { logPrefill, logDecode, spread, decodeSpread = spread, correlation = 0, requests = 50_000 } = shape;
  const normal = normals();
  const prefill = new Float64Array(requests);
  const decode = new Float64Array(requests);
  for (let i = 0; i < requests; i++) {
    const [a, b] = [normal(), normal()];
    prefill[i] = Math.round(Math.exp(logPrefill + spread * a));
    const z = correlation * a + Math.sqrt(1 - correlation ** 2) * b;
    decode[i] = Math.max(1, Math.round(Math.exp(logDecode + decodeSpread * z)));
  }
  return { prefill, decode };
}

/** Phases of 2,000 short and 2,000 long requests, replayed in order: all workers are slow, and uneven, at the same time. */
function modulated(): Workload {
  const phase = 2000;
  const short = lognormalList({ logPrefill: 5, logDecode: 4, spread: 0.3, requests: 400_000 });
  const long = lognormalList({ logPrefill: 7, logDecode: 6, spread: 0.9, requests: 400_000 });
  const inPhases = (key: keyof RequestLengths) =>
    Float64Array.from({ length: 800_000 }, (_, i) => {
      const [round, within] = [Math.floor(i / (2 * phase)), i % (2 * phase)];
      return within < phase ? short[key][round * phase + within]! : long[key][round * phase + within - phase]!;
    });
  const list = { prefill: inPhases('prefill'), decode: inPhases('decode') };
  // A single worker, too, must go through several phases.
  const requestsPerWorker = 20 * phase;
  return { ...workloadOf('modulated, replayed in order', list), law: { kind: 'replay', list }, requestsPerWorker };
}

type Lengths = readonly [prefill: number, decode: number];

function mixture(share: number, rare: Lengths, common: Lengths, requests = 50_000): RequestLengths {
  const every = Math.round(1 / share);
  const of = (index: 0 | 1) =>
    Float64Array.from({ length: requests }, (_, i) => (i % every === 0 ? rare : common)[index]);
  return { prefill: of(0), decode: of(1) };
}

/** Standard normal numbers, always the same: lists are part of the validation's definition. */
function normals(): () => number {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A latency profile made for a workload and a batch size, so that it shows the regime it is named after. */
export interface ValidationProfile {
  readonly name: string;
  readonly latencyFor: (workload: Workload, batchSize: number) => LatencyModel;
}

/** arXiv 2601.21351 v1, Table 2, communication over the bundle's batch. */
export const published: LatencyModel = {
  attention: { alpha: 0.00165, beta: 50 },
  communication: { alpha: 0.022, beta: 20 },
  ffn: { alpha: 0.083, beta: 100 },
  communicationScalesWith: 'bundle',
  attentionCost: 1,
  ffnCost: 1,
};

/** Mean attention time of one worker with the published coefficients, which the made-up stages are measured by. */
function attentionTime({ theta }: Workload, batchSize: number): number {
  return stageLineAt(published.attention, batchSize * theta);
}

/** Stage lines relative to the mean attention time of the case: FFN reaches it at `ffnAt`, communication at `linkAt`. */
function relative(ffnAt: number, ffnBase: number, linkAt: number, linkBase: number): ValidationProfile['latencyFor'] {
  return (workload, batchSize) => {
    const attention = attentionTime(workload, batchSize);
    const line = (base: number, at: number) => ({
      alpha: ((1 - base) * attention) / (at * batchSize),
      beta: base * attention,
    });
    return { ...published, ffn: line(ffnBase, ffnAt), communication: line(linkBase, linkAt) };
  };
}

/**
 * Attention against FFN at a low and a high ratio, communication that grows fast, a link that is mostly overhead and sets
 * the cycle, and an FFN stage that is mostly overhead.
 */
export const validationProfiles: readonly ValidationProfile[] = [
  { name: 'published', latencyFor: () => published },
  { name: 'balance at 4', latencyFor: relative(4, 0.1, 200, 0.02) },
  { name: 'balance at 12', latencyFor: relative(12, 0.2, 200, 0.05) },
  { name: 'communication', latencyFor: relative(30, 0.1, 5, 0.3) },
  {
    name: 'link overhead',
    latencyFor: (workload, batchSize) => {
      const attention = attentionTime(workload, batchSize);
      return {
        ...published,
        ffn: { alpha: attention / (30 * batchSize), beta: 0.1 * attention },
        communication: { alpha: attention / (10 * batchSize), beta: 2.5 * attention },
      };
    },
  },
  {
    name: 'FFN overhead',
    latencyFor: (workload, batchSize) => {
      const attention = attentionTime(workload, batchSize);
      return {
        ...published,
        ffn: { alpha: attention / (6 * batchSize), beta: 2 * attention },
        communication: { alpha: attention / (200 * batchSize), beta: 0.05 * attention },
      };
    },
  },
];
