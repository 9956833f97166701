import assert from 'node:assert/strict';
import type { Deployment, Pool } from '../../server/src/manifest/deployment';
import { deploymentSnippet } from '../../server/src/sweep/deployment-snippet';
import { launchEdits } from '../../server/src/sweep/launch-edit';
import type { DeploymentChange } from '../../server/src/sweep/sweep';
import { applyEdits } from '../../server/src/text/text-range';
import { editedFiles } from '../manifest/stated-launch';
import { launchSubject } from '../rules/launch-subject';

const text = 'attn a=8 f=2 dp=4 tp=2 seqs=256\nffn a=8 f=2\n';

function edit(change: DeploymentChange, stated = text, others: Readonly<Record<string, string>> = {}) {
  const subject = launchSubject(stated, others);
  const outcome = launchEdits(subject, subject.deployment, change);
  if ('problem' in outcome) return outcome.problem;
  return [applyEdits(stated, outcome.edits), ...Object.values(editedFiles(others, outcome.elsewhere))];
}

describe('launch-edit', () => {
  it('writes the sizes wherever they are stated', () => {
    assert.deepEqual(edit({ attention: 12, ffn: 3 }), ['attn a=12 f=3 dp=6 tp=2 seqs=256\nffn a=12 f=3\n']);
    assert.deepEqual(edit({ attention: 12 }, 'attn a=8 f=2\n', { '/b': 'ffn a=8 f=2\n' }), [
      'attn a=12 f=2\n',
      'ffn a=12 f=2\n',
    ]);
    assert.deepEqual(edit({ attention: 8, batchSize: 256, profile: 'ascend-910c-deepseek-v3' }), [text], 'no change');
  });

  it('says what to change by hand', () => {
    assert.equal(
      edit({ attention: 12, batchSize: 128, profile: './b.yaml' }),
      'Only pool sizes are written into a launch; change the batch size (`seqs`) to 128 per microbatch, the latency profile (set in `afd-lens.config.yaml`) to `./b.yaml` by hand.',
    );
    assert.equal(
      edit({ microbatches: 2, tpotSeconds: 0.05 }),
      'Only pool sizes are written into a launch; change the number of microbatches to 2, the TPOT objective to 50 ms by hand.',
    );
  });

  it('says why sizes cannot be written', () => {
    assert.equal(edit({ attention: 9 }), '9 is no multiple of 2 in `attention`.');
    assert.equal(edit({ ffn: 0 }), 'The size of `ffn` must be a whole number from 1 to 100,000.');
    assert.match(
      `${edit({ attention: 4 }, 'N=8\nattn a=$N f=1 seqs=$N\nffn a=$N f=1\n')}`,
      /^The sizes cannot be written/,
    );
  });

  it('gives the sizes under the names that they have there, for the clipboard', () => {
    const { deployment } = launchSubject(text);
    const both = deployment as Deployment & { readonly attention: Pool; readonly ffn: Pool };
    assert.equal(deploymentSnippet(both, { attention: 12 }), 'attentionRanks: 12\nffnRanks: 2\n');
  });
});
