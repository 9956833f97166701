import assert from 'node:assert/strict';
import { routedExperts } from '../../../server/src/manifest/launches/routed-experts';

describe('the routed experts of a model', () => {
  for (const [model, experts] of [
    ['deepseek-ai/DeepSeek-V3', 256],
    ['deepseek-ai/DeepSeek-V3-0324', 256],
    ['/mnt/models/DeepSeek-V3.2-W8A8/', 256],
    ['Qwen/Qwen3-235B-A22B-Instruct-2507-FP8', 128],
    ['Qwen3_30B_A3B', 128],
    ['mistralai/Mixtral-8x7B-v0.1', 8],
    ['deepseek-ai/DeepSeek-V3-Lite', undefined],
    ['Qwen/Qwen3-32B', undefined],
    ['', undefined],
    ['/', undefined],
  ] as const) {
    it(`are ${experts} for ${JSON.stringify(model)}`, () => assert.equal(routedExperts(model), experts));
  }
});
