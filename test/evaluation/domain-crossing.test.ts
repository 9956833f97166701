// Also tests: evaluation/bundle-network
import assert from 'node:assert/strict';
import { domainCrossing } from '../../server/src/evaluation/domain-crossing';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { served } from '../rules/served';

const text = (attention: number, ffn: number, lines = '', device = 'h800') =>
  served('qwen3-30b-a3b-fp8', device, {
    attention: `workers: ${attention}, batchSize: 64`,
    ffn,
    more: `  microbatches: 1\n${lines}`,
  });

function crossing(manifest: string) {
  const { deployment, evaluation } = analyse(manifest).documents[0]!;
  return { found: domainCrossing(deployment!, evaluation!), sizing: evaluation!.sizing! };
}

describe('domain-crossing', () => {
  it('has rows go once to each other domain that holds one of their experts, by hand', () => {
    // 8A:8F of B200, eight of a domain: attention fills the first domain, FFN the second. Each row crosses once: 64 of each
    // attention device over its link, 512 into 8 FFN devices. A row is 3 bytes of 2,048 elements in each of 48 layers.
    const { found, sizing } = crossing(text(8, 8, '', 'b200'));
    const seconds = (64 * 3 * 2048 * 48) / (100e9 * 0.8) + 2 * 48 * 10e-6;
    assertRelative(found!.across, seconds * 1e6, 1e-9);
    assert.equal(found!.within, sizing.stageTimes.communication);
    assert.deepEqual([found!.domain, found!.domains], [8, 2]);
  });

  it('is nothing within a domain, unless the manifest says that the network is scale-out', () => {
    assert.equal(crossing(text(4, 4)).found, undefined);
    assert.equal(crossing(text(36, 36, '', 'gb200')).found, undefined);
    const stated = crossing(text(4, 4, '  roofline: { network: scale-out }\n'));
    assert.equal(stated.found!.across, stated.sizing.stageTimes.communication);
    assert.equal(stated.found!.smaller!.bundles, 1);
  });

  it('proposes the largest equal bundles that fit into a domain', () => {
    const { found } = crossing(text(24, 8));
    assert.deepEqual(found?.smaller?.pools ?? 'none', found ? { attention: 6, ffn: 2 } : 'none');
    const large = crossing(text(96, 32)).found;
    assert.deepEqual(large?.smaller?.pools, { attention: 6, ffn: 2 });
    assert.equal(large?.smaller?.bundles, 16);
    // 7A:9F is a whole in no smaller numbers.
    assert.equal(crossing(text(70, 90)).found?.smaller, undefined);
  });
});
