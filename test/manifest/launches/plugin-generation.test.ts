import assert from 'node:assert/strict';
import { type PluginGeneration, pluginGeneration } from '../../../server/src/manifest/launches/plugin-generation';

describe('the generation of the plugin', () => {
  const cases: readonly [string | undefined, string | undefined, PluginGeneration, RegExp][] = [
    [undefined, undefined, 'ranks-uneven', /newest plugin is assumed/],
    ['vllm/vllm-openai:latest', undefined, 'ranks-uneven', /assumed/],
    ['r.io:5000/afd:nightly-20260702', undefined, 'servers', /image tag `nightly-20260702`/],
    ['r.io:5000/afd:nightly-2026-07-03', undefined, 'ranks-divisible', /image tag/],
    ['afd:20260831-cu13', undefined, 'ranks-divisible', /image tag/],
    ['afd:20260915', undefined, 'unknown', /image tag/],
    ['afd:20261001', undefined, 'ranks-uneven', /image tag/],
    ['afd:20261301', undefined, 'ranks-uneven', /assumed/],
    ['afd:120260701', undefined, 'ranks-uneven', /assumed/],
    ['vllm/vllm-openai:v0.30.0', undefined, 'ranks-uneven', /image tag `v0.30.0`/],
    ['vllm/vllm-openai:v1.0', undefined, 'ranks-uneven', /image tag/],
    ['vllm/vllm-openai:v0.29.3', undefined, 'unknown', /image tag/],
    ['my/afd:0.1.0', undefined, 'ranks-uneven', /assumed/],
    ['vllm/vllm-openai', undefined, 'ranks-uneven', /assumed/],
    ['localhost:5000/vllm', undefined, 'ranks-uneven', /assumed/],
    ['vllm:v0.29.0@sha256:20260701', undefined, 'unknown', /image tag `v0.29.0`/],
    ['afd:20261001', '2026-07-01', 'servers', /set to 2026-07-01/],
    ['afd:20260701', 'soon', 'servers', /image tag/],
  ];
  for (const [image, pluginDate, generation, how] of cases) {
    it(`is ${generation} by ${image} and ${pluginDate}`, () => {
      const found = pluginGeneration(image, { pluginDate });
      assert.equal(found.generation, generation);
      assert.match(found.how, how);
    });
  }
});
