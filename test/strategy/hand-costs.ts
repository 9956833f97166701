import type { StrategyQuestion } from '../../server/src/strategy/question';
import type { RankCosts, ServingCosts } from '../../server/src/strategy/serving-costs';

/**
 * A mixture of experts of the size of DeepSeek-V3, one byte per weight and cached element, on devices of 80 GB, 2 TB/s in
 * attention and 2.7 TB/s in the FFN, and domains of 8. Worked out by hand; only the orders of magnitude matter.
 */
export const mixtureCosts: ServingCosts = {
  ranks: [1, 2, 4, 8].map(mixtureRank),
  ffn: {
    line: { alpha: 9.8e-5, beta: 2.1e-3, experts: { count: 256, perToken: 8, readTime: 0.244 } },
    prefillPerRow: 5.4e-5,
    memory: { capacity: 80e9, reserve: 3.5e9, ownWeights: 3.7e9, sharedWeights: 654e9, experts: 256, perRow: 4e5 },
  },
  traffic: {
    // 61 layers of 7,168 elements: one byte there, two back.
    dispatchBytesPerRow: 437_248,
    combineBytesPerRow: 874_496,
    hopsPerStep: 122,
    hopSeconds: 1e-5,
    routing: { count: 256, perToken: 8 },
    scaleUp: { bytesPerSecond: 160e9, devices: 8 },
    scaleOut: { bytesPerSecond: 40e9 },
  },
  communication: undefined,
  kvBytesPerToken: 35_136,
};

function mixtureRank(tensorParallel: number): RankCosts {
  const adding = tensorParallel === 1 ? 0 : 61 * 2e-5;
  return {
    tensorParallel,
    decode: {
      alpha: 1.76e-8 / Math.sqrt(tensorParallel),
      beta: 6e-3 / tensorParallel + 5.5e-4 + adding,
      perRequest: 5e-5 / tensorParallel,
    },
    prefill: {
      perToken: 2.6e-5 / tensorParallel,
      pairs: [{ perPair: 1.1e-8 / tensorParallel, readsAtMost: undefined, expanded: undefined }],
    },
    memory: { capacity: 80e9, reserve: 3.5e9, weights: 13e9 / tensorParallel, kvPerToken: 35_136, capped: [] },
  };
}

/** A dense model of 70B with 8 KV heads in bf16, on the same devices. */
export const denseCosts: ServingCosts = {
  ranks: [1, 2, 4, 8].map((tensorParallel) => ({
    tensorParallel,
    decode: {
      alpha: 1.6e-7 / tensorParallel,
      beta: 1.5e-2 / tensorParallel + 7e-4 + (tensorParallel === 1 ? 0 : 1.6e-3),
      perRequest: 6e-5 / tensorParallel,
    },
    prefill: {
      perToken: 6e-5 / tensorParallel,
      pairs: [{ perPair: 6e-9 / tensorParallel, readsAtMost: undefined, expanded: undefined }],
    },
    memory: {
      capacity: 141e9,
      reserve: 3.5e9,
      weights: 26e9 / tensorParallel,
      kvPerToken: 327_680 / tensorParallel,
      capped: [],
    },
  })),
  ffn: {
    line: { alpha: 4.6e-4, beta: 0.043 },
    prefillPerRow: 2.5e-4,
    ownReadTime: 0.042,
    memory: { capacity: 141e9, reserve: 3.5e9, ownWeights: 113e9, sharedWeights: 0, perRow: 2e5 },
  },
  traffic: {
    dispatchBytesPerRow: 655_360,
    combineBytesPerRow: 1_310_720,
    hopsPerStep: 160,
    hopSeconds: 1e-5,
    routing: undefined,
    scaleUp: { bytesPerSecond: 360e9, devices: 8 },
    scaleOut: { bytesPerSecond: 40e9 },
  },
  communication: undefined,
  kvBytesPerToken: 327_680,
};

/** Nothing is off but stage times and the baseline's overlap. */
export const noOtherErrors: StrategyQuestion['errors'] = {
  theta: { kind: 'standard error', relative: 0, reach95: 1.96 },
  own: {
    expertBalance: 0,
    transfers: { withoutAfd: { least: 1, most: 1 }, afd: { least: 1, most: 1 } },
    stepSeconds: { withoutAfd: 0, afd: 0 },
  },
};

/** Chats of 1,000 new tokens and 250 answered ones, on 32 devices, within a second and 50 ms. */
export const mixtureQuestion: StrategyQuestion = {
  devices: 32,
  costs: mixtureCosts,
  workload: { prefill: 1200, cachedPrefill: 200, decode: 250, load: { theta: 1324.5, nu: 300 } },
  objectives: { ttft: 1, tpot: 0.05 },
  expertBalance: 1,
  microbatches: [1, 2, 3],
  configured: undefined,
  calibrated: true,
  relativeError: { attention: 0.1, communication: 0.1, ffn: 0.1, prefill: 0 },
  errors: noOtherErrors,
};

export const denseQuestion: StrategyQuestion = { ...mixtureQuestion, devices: 16, costs: denseCosts };

/** A repeatable sequence of numbers evenly distributed between 0 and 1. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}
