import assert from 'node:assert/strict';
import { pluginConnectors } from '../../../../server/src/manifest/dialects/vllm/plugin-connectors';
import { vllmTopology } from '../../../../server/src/manifest/dialects/vllm/vllm-topology';
import type { PluginGeneration } from '../../../../server/src/manifest/launches/plugin-generation';
import { launchesIn } from '../../launches/launch-fixtures';

function topology(
  settings: string,
  generation: PluginGeneration = 'ranks-uneven',
  options = '--enable-expert-parallel',
) {
  const text = `vllm serve zai-org/GLM-5.2-FP8 ${options} --additional-config '{"afd": {${settings}}}'`;
  const found = vllmTopology(pluginConnectors, launchesIn(text, 'x.sh'), generation);
  return (
    found && [
      found.by,
      found.attentionAtLeastFfn,
      found.attentionMultipleOfFfn,
      found.ffnDivides,
      found.wholeWorkersPerFfn,
    ]
  );
}

const ffn = '"role": "ffn"';

describe('the limits of vLLM', () => {
  it('are those of the connector and its generation', () => {
    assert.deepEqual(topology(ffn), ['P2pNcclAFDConnector', true, false, 256, true]);
    assert.deepEqual(topology(ffn, 'ranks-divisible'), ['P2pNcclAFDConnector', true, true, 256, true]);
    assert.deepEqual(topology(ffn, 'servers'), ['P2pNcclAFDConnector', true, true, 256, true]);
    assert.deepEqual(topology(ffn, 'unknown'), ['P2pNcclAFDConnector', true, false, 256, true]);
    assert.deepEqual(topology(`${ffn}, "connector": "CAMP2pAFDConnector"`), [
      'CAMP2pAFDConnector',
      true,
      true,
      256,
      false,
    ]);
    assert.deepEqual(topology(`${ffn}, "connector": "CAMAsyncAFDConnector"`), [
      'CAMAsyncAFDConnector',
      false,
      false,
      256,
      false,
    ]);
    assert.deepEqual(topology(`${ffn}, "connector": "camp2pconnector"`)?.slice(0, 3), ['camp2pconnector', true, true]);
  });

  it('are unknown for a connector that nobody knows', () => {
    assert.equal(topology(`${ffn}, "connector": "WindowAFDConnector"`), undefined);
    assert.equal(topology(`${ffn}, "connector": "'"$C"'"`), undefined);
  });

  it('say nothing about experts where the FFN launch does not share them out', () => {
    assert.equal(topology(ffn, 'ranks-uneven', '')?.[3], undefined);
    assert.equal(topology('"role": "attention"', 'ranks-uneven', '')?.[3], 256, 'the FFN launch is not known');
  });
});
