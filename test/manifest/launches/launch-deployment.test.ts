import assert from 'node:assert/strict';
import { deploymentsIn, fixture, launchesIn, shown } from './launch-fixtures';

const pair = fixture('vllm-afd-plugin/ranks.sh');

function only(text: string, name = 'x.sh') {
  const [deployment, ...others] = deploymentsIn(text, name);
  assert.deepEqual(others, []);
  return deployment!;
}

describe('the deployment of a group of launches', () => {
  it('states what both launches say together', () => {
    const { dialect, name, model, batchSize, microbatches, missing, launches, microbatchChoices } = only(pair);
    assert.deepEqual([dialect, name, launches.length, missing], ['vllm-afd-plugin', undefined, 2, []]);
    assert.equal(model?.value, 'deepseek-ai/DeepSeek-V3.2');
    assert.deepEqual(shown(batchSize, pair), [128, '255', '--max-num-seqs', 'computed'], 'half of 255, rounded up');
    assert.deepEqual(shown(microbatches, pair), [2, '--enable-dbo', '--enable-dbo', 'computed']);
    assert.deepEqual(microbatchChoices, [1, 2]);
  });

  it('has the batch size as it is written where nothing is split', () => {
    const text = pair.replaceAll('--enable-dbo ', '');
    assert.deepEqual(shown(only(text).batchSize, text), [255, '255', '--max-num-seqs']);
  });

  it('knows the order of requests where its attention launches agree on it', () => {
    const with2 = (first: string, second: string): string =>
      ['attention', 'attention', 'ffn']
        .map((role, index) => {
          const options = [first, second, '--scheduling-policy priority'][index]!;
          return `vllm serve m ${options} --additional-config '{"afd": {"role": "${role}", "num_attention_ranks": 2}}' &`;
        })
        .join('\n');
    const policyOf = (first: string, second: string) => {
      const text = with2(first, second);
      const policies = deploymentsIn(text, 'x.sh').map(({ scheduler }) => shown(scheduler.policy, text));
      return policies.length === 1 ? policies[0] : assert.fail(`${policies.length} deployments`);
    };
    const priority = '--scheduling-policy priority';
    assert.deepEqual(policyOf('', ''), ['fcfs', 'default']);
    assert.deepEqual(policyOf(priority, priority), ['priority', 'priority', '--scheduling-policy']);
    assert.equal(policyOf(priority, ''), undefined);
    assert.equal(policyOf(priority, '$MORE'), undefined);
  });

  it('takes trace and profile from the comment', () => {
    const { workload, latencyProfile, unwritten } = only(pair);
    assert.deepEqual(shown(workload?.trace?.path, pair), ['traces/chat.csv', 'traces/chat.csv', 'trace']);
    assert.deepEqual(shown(latencyProfile, pair), ['ascend-910c-deepseek-v3', 'ascend-910c-deepseek-v3', 'profile']);
    assert.deepEqual([...unwritten], []);
    assert.deepEqual([...only(pair.replace('# afd-lens', '# other')).unwritten], ['workload', 'latencyProfile']);
  });

  it('is named after what its objects have in common', () => {
    const text = fixture('vllm-afd-plugin/deployments.yaml');
    const named = (attention: string, ffn: string): string | undefined =>
      only(text.replace('name: chat-attn', `name: ${attention}`).replace('name: chat-ffn', `name: ${ffn}`), 'x.yaml')
        .name;
    assert.equal(named('chat-attn', 'chat-ffn'), 'chat');
    assert.equal(named('attn-of-chat', 'ffn-of-chat'), 'attn-of-chat');
    assert.equal(named('chat-prod', 'chat-prod'), 'chat-prod');
  });

  it('shows its lens at the attention launch, and what is missing at the AFD option', () => {
    const { lensRange, factsRange } = only(pair);
    assert.equal(pair.slice(lensRange.start, lensRange.end), 'vllm');
    assert.equal(lensRange.start, pair.indexOf('vllm serve'));
    assert.equal(pair.slice(factsRange.start, factsRange.end), '--additional-config');
  });

  it('shows its lens in the analysed file where the attention launch stands in another', () => {
    const [, ffn = ''] = pair.split('&\n');
    const others = launchesIn(pair.split('&\n')[0]!, 'x.sh', '/d/attention.sh');
    const [deployment, ...more] = deploymentsIn(ffn, 'x.sh', others);
    assert.deepEqual(more, []);
    assert.equal(deployment!.lensRange.start, ffn.indexOf('vllm serve'));
    assert.equal(deployment!.batchSize?.file, '/d/attention.sh');
    assert.equal(deployment!.attention?.size.file, undefined, 'its own copy is the one to show');
    assert.ok(deployment!.attention?.copies.some(({ fact }) => fact.file === '/d/attention.sh'));
  });

  it('knows the limits of its plugin by the date in the image, and by the comment before that', () => {
    const text = fixture('vllm-afd-plugin/deployments.yaml');
    assert.equal(only(text, 'x.yaml').topology?.attentionMultipleOfFfn, true);
    assert.equal(only(text.replaceAll('20260715', '20261101'), 'x.yaml').topology?.attentionMultipleOfFfn, false);
    const said = text.replace('profile=', 'plugin=2026-11-01 profile=');
    assert.equal(only(said, 'x.yaml').topology?.attentionMultipleOfFfn, false);
  });

  it('does not edit a number that another deployment takes too', () => {
    const lines = [1300, 1400].flatMap((port) =>
      ['attention', 'ffn'].map(
        (role) =>
          `vllm serve m -dp ${role === 'ffn' ? 1 : '$A'} --additional-config '{"afd": {"role": "${role}", "port": ${port}, "num_attention_ranks": '"$A"', "num_ffn_ranks": 1}}'`,
      ),
    );
    const deployments = deploymentsIn(`A=4\n${lines.join('\n')}\n`, 'x.sh');
    assert.equal(deployments.length, 2);
    for (const { attention, ffn } of deployments) {
      assert.match(attention!.notEditable!, /another deployment takes the same number/);
      assert.equal(ffn!.notEditable, undefined);
    }
  });
});
