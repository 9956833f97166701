import type { SimulatedSweep, SweepInputs, TheoryPoint, TheorySweep } from '../../server/src/sweep/sweep';

const inputs: SweepInputs = {
  attention: 3,
  ffn: 1,
  batchSize: 256,
  microbatches: 3,
  microbatchesAssumed: false,
  profile: 'ascend-910c-deepseek-v3',
  lengthScale: 1,
  tpotSeconds: null,
};

/** A point with round numbers: throughput rises to 9 attention workers and falls beyond, TPOT is 100 per worker. */
export function point(attention: number, change: Partial<TheoryPoint> = {}): TheoryPoint {
  return {
    attention,
    ffn: 1,
    ratio: attention,
    throughput: attention <= 9 ? attention / 10 : 1.8 - attention / 10,
    cycleTime: 100 * attention,
    tpot: 100 * attention,
    idleAttention: attention / 100,
    idleFfn: 0.5 - attention / 100,
    regime: attention <= 9 ? 'attention' : 'ffn',
    ...change,
  };
}

/** A sweep over 1 to 12 attention workers, 3 of them configured. */
export function theory(change: Partial<TheorySweep> = {}): TheorySweep {
  return {
    kind: 'theory',
    title: 'chat-prod',
    document: 0,
    timeUnit: 'cycle',
    weighted: false,
    inputs,
    manifest: inputs,
    profiles: [inputs.profile],
    form: 'pipeline',
    points: Array.from({ length: 12 }, (_, index) => point(index + 1)),
    configured: point(3),
    recommended: { ...point(9), gain: 0.17, gainLow: 0.074, gainHigh: 0.171 },
    predicted: point(9),
    band: { low: 9, high: 9 },
    tpotLimit: undefined,
    notes: [],
    notSimulated: undefined,
    ...change,
  };
}

/** A sweep with what a reader changed. */
export function changed(change: Partial<SweepInputs>, more: Partial<TheorySweep> = {}): TheorySweep {
  return theory({ inputs: { ...inputs, ...change }, ...more });
}

/** Simulated points at 3 and 9 attention workers. */
export function simulated(): SimulatedSweep {
  const estimate = (mean: number) => ({ mean, low: mean * 0.99, high: mean * 1.01 });
  const at = (attention: number): SimulatedSweep['points'][number] => ({
    attention,
    ffn: 1,
    ratio: attention,
    theory: attention / 10,
    throughput: estimate(attention / 10),
    throughputFirst80: estimate(attention / 11),
    tpotMean: estimate(attention * 100),
    tpotP99: estimate(attention * 120),
    idleAttention: estimate(0.2),
    idleFfn: estimate(0.1),
    barrierOverhead: estimate(0.05),
  });
  return {
    kind: 'simulated',
    seed: 7,
    replications: 4,
    requestsPerWorker: 12_000,
    start: 'stationary',
    requests: 'drawn from `traces/chat.csv`',
    points: [at(3), at(9)],
    best: { attention: 9, ffn: 1, ratio: 9 },
    predicted: { attention: 9, ffn: 1, ratio: 9 },
    ratioErrorPercent: 0,
    regretPercent: 0.04,
  };
}
