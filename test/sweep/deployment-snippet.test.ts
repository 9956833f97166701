import assert from 'node:assert/strict';
import type { Deployment, Pool } from '../../server/src/manifest/deployment';
import { deploymentSnippet } from '../../server/src/sweep/deployment-snippet';
import { analyse, deployment } from '../analysis/analysed';

const stated = (text: string) =>
  analyse(text).documents[0]!.deployment as Deployment & { readonly attention: Pool; readonly ffn: Pool };

describe('deployment-snippet', () => {
  it('states the deployment with the chosen values in the keys of its manifest', () => {
    const text = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  slo: { tpot: 0.05s }\n');
    assert.equal(
      deploymentSnippet(stated(text), { attention: 9, microbatches: 2, profile: "o'clock profile" }),
      "latencyProfile: 'o''clock profile'\nattention: { workers: 9, batchSize: 256 }\nffn: { workers: 1 }\nmicrobatches: 2\nslo: { tpot: 50ms }\n",
    );
    const parallel = deployment('{ dataParallel: 2, tensorParallel: 4 }', '{ expertParallel: 16 }');
    assert.equal(
      deploymentSnippet(stated(parallel), { attention: 16, ffn: 8, tpotSeconds: 0.036 }),
      'latencyProfile: ascend-910c-deepseek-v3\nattention: { dataParallel: 4, tensorParallel: 4 }\nffn: { expertParallel: 8 }\nslo: { tpot: 36ms }\n',
    );
  });
});
