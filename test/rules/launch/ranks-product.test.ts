import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ranksProduct } from '../../../server/src/rules/launch/ranks-product';
import { describeRule } from '../describe-rule';
import {
  assertPage,
  type LaunchText,
  launchCase,
  launchCommand,
  manifestOf,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../launch-pair';

const parallel = (dp: number | undefined, tp?: number, pcp?: number): LaunchText['options'] => ({
  'data-parallel-size': dp,
  'tensor-parallel-size': tp,
  'prefill-context-parallel-size': pcp,
});
const ofAttention = (options: LaunchText['options'], ranks = 4): string =>
  pairManifest({ both: { afd: { num_attention_ranks: ranks } }, attention: { options } });

describeRule(ranksProduct, {
  reports: [
    {
      ...launchCase('fewer replicas than ranks', ofAttention(parallel(2))),
      expected: ['error', '4', '`num_attention_ranks` is 4, but data parallel 2 gives 2 ranks.'],
    },
  ],
  silent: [launchCase('a product of the ranks', ofAttention(parallel(2, 2)))],
});

describe('the product of the parallel sizes', () => {
  it('is told apart from the ranks, whatever the sizes', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: 1, max: 16 }), (dp, tp, pcp, ranks) => {
        const found = reported('AFD406', ofAttention(parallel(dp, tp, pcp), ranks));
        assert.equal(found.length, dp * tp * pcp === ranks ? 0 : 1);
        for (const [severity, at] of found) assert.deepEqual([severity, at], ['error', String(ranks)]);
      }),
      { numRuns: 40 },
    );
  });

  it('may be corrected in the ranks of both launches, or in the replicas', () => {
    const text = ofAttention(parallel(2));
    assert.deepEqual(reported('AFD406', text), [
      ['error', '4', '`num_attention_ranks` is 4, but data parallel 2 gives 2 ranks.'],
    ]);
    assert.deepEqual(offered('AFD406', text), {
      'Change num_attention_ranks to 2': ofAttention(parallel(2), 2),
      'Change --data-parallel-size to 4': ofAttention(parallel(4)),
    });
    assert.deepEqual(Object.keys(offered('AFD406', ofAttention(parallel(1, 3)))), ['Change num_attention_ranks to 3']);
  });

  it('is corrected with the replicas of each node, where that is all of them', () => {
    const text = ofAttention({ ...parallel(2), 'data-parallel-size-local': 2 });
    assert.equal(
      offered('AFD406', text)['Change --data-parallel-size to 4'],
      ofAttention({ ...parallel(4), 'data-parallel-size-local': 4 }),
    );
  });

  it('is corrected in another file too', () => {
    const others = { '/srv/ffn.yaml': manifestOf('ffn') };
    const text = manifestOf('attention', { attention: { options: parallel(2) } });
    assert.deepEqual(Object.keys(offered('AFD406', text, { others })), [
      'Change num_attention_ranks to 2',
      'Change --data-parallel-size to 4',
    ]);
  });

  it('counts the defaults of vLLM and of the plugin, and says so', () => {
    const text = pairManifest({
      both: { afd: { num_ffn_ranks: undefined } },
      attention: { options: parallel(undefined, 4) },
    });
    assert.deepEqual(reported('AFD406', text), [
      ['error', 'vllm', '`num_ffn_ranks` is 1 (the default), but data parallel 2 gives 2 ranks.'],
    ]);
  });

  it('is that of all nodes', () => {
    const node = (start: number) =>
      launchCommand('attention', {
        attention: {
          options: {
            ...parallel(4),
            'data-parallel-size-local': 2,
            headless: start > 0 || undefined,
            'data-parallel-start-rank': start,
          },
        },
      });
    assert.deepEqual(reported('AFD406', `${node(0)}${node(2)}${launchCommand('ffn')}`), []);
    const follower = launchCommand('attention', { attention: { options: { ...parallel(undefined), headless: true } } });
    assert.deepEqual(reported('AFD406', `${node(0)}${follower}${launchCommand('ffn')}`), []);
    const external = ofAttention({ ...parallel(4), 'data-parallel-rank': 1 });
    assert.deepEqual(reported('AFD406', external), []);
  });

  it('of one process among several is a warning today, and nothing in builds that number them by hand', () => {
    const single = pairScript({ attention: { options: parallel(undefined, 2) } });
    assert.deepEqual(
      reported('AFD406', single).map(([severity, at]) => [severity, at]),
      [['warning', '4']],
    );
    assert.deepEqual(reported('AFD406', single, { pluginDate: '2026-07-20' }), []);
    const ranked = pairScript({ attention: { afd: { afd_role_rank: 0 }, options: parallel(undefined, 2) } });
    assert.deepEqual(reported('AFD406', ranked), []);
  });

  it('is not known where a run decides a size, options may follow, or there are stages of a pipeline', () => {
    assert.deepEqual(reported('AFD406', ofAttention({ 'data-parallel-size': '"$DP"' })), []);
    assert.deepEqual(
      reported('AFD406', ofAttention(parallel(undefined)).replace(' --max-num-seqs', ' "$@" --max-num-seqs')),
      [],
    );
    assert.deepEqual(reported('AFD406', ofAttention({ ...parallel(2), 'pipeline-parallel-size': 2 })), []);
    const servers = { num_attention_ranks: undefined, num_attention_servers: 4 };
    assert.deepEqual(
      reported('AFD406', pairScript({ both: { afd: servers }, attention: { options: parallel(2) } })),
      [],
    );
  });

  it('is not compared where the role, the ranks or a size make no sense of it', () => {
    const role = `{"afd": {"role": '"$ROLE"', "host": "h"}}`;
    assert.deepEqual(reported('AFD406', pairScript({ attention: { settings: role, options: parallel(2) } })), []);
    assert.deepEqual(reported('AFD406', ofAttention(parallel(2), 0)), []);
    assert.deepEqual(reported('AFD406', ofAttention(parallel(0))), []);
    const broken = '{"afd": {"role": "attention", "num_attention_ranks": 4, "num_ffn_ranks": 2,}}';
    assert.deepEqual(reported('AFD406', pairManifest({ attention: { settings: broken, options: parallel(2) } })), []);
  });

  it('is said in words: one size, several or none', () => {
    const said = (options: LaunchText['options']) =>
      reported('AFD406', ofAttention(options)).map(([severity, , message]) => `${severity} ${message}`);
    const ranks = 'error `num_attention_ranks` is 4, but';
    assert.deepEqual(said(parallel(1)), [`${ranks} data parallel 1 gives 1 rank.`]);
    assert.deepEqual(said(parallel(2, 3)), [`${ranks} data parallel 2 x tensor parallel 3 give 6 ranks.`]);
    assert.deepEqual(said(parallel(undefined)), [`${ranks} without parallel sizes there is 1 rank.`]);
    assert.deepEqual(said({ ...parallel(2), 'pipeline-parallel-size': 1 }), [
      `${ranks} data parallel 2 gives 2 ranks.`,
    ]);
  });

  it('of a process without data parallel is a warning where pods or launches like it may make up the ranks', () => {
    const single = (tp: number) => ({ attention: { options: parallel(undefined, tp) } });
    const severities = (text: string) => reported('AFD406', text).map(([severity]) => severity);
    const [one, ffn] = [manifestOf('attention', single(2)), manifestOf('ffn')];
    assert.deepEqual(severities(`${one}---\n${ffn}`), ['error']);
    assert.deepEqual(severities(`${one}---\n${one.replaceAll('chat-attn', 'chat-other')}---\n${ffn}`), [
      'warning',
      'warning',
    ]);
    assert.deepEqual(severities(`${one.replace('replicas: 1', 'replicas: 2')}---\n${ffn}`), ['warning']);
    assert.deepEqual(severities(pairScript(single(3))), ['error']);
  });

  it('is corrected in the ranks of the FFN', () => {
    const ofFfn = (dp: number, ranks = 2) =>
      pairManifest({ both: { afd: { num_ffn_ranks: ranks } }, ffn: { options: parallel(dp) } });
    assert.deepEqual(offered('AFD406', ofFfn(3)), {
      'Change num_ffn_ranks to 3': ofFfn(3, 3),
      'Change --data-parallel-size to 2': ofFfn(2),
    });
  });

  it('is corrected where it is wrong only, and in the ranks only where every launch states them', () => {
    const unsaid = (ranks: number) =>
      pairManifest({
        attention: { afd: { num_attention_ranks: ranks }, options: parallel(1) },
        ffn: { afd: { num_attention_ranks: undefined } },
      });
    assert.equal(offered('AFD406', unsaid(4))['Change num_attention_ranks to 1'], unsaid(1));
    const later = `{"afd": {"role": "ffn", "num_attention_ranks": '"$N"', "num_ffn_ranks": 2}}`;
    const open = pairScript({ attention: { options: parallel(2) }, ffn: { settings: later } });
    assert.deepEqual(Object.keys(offered('AFD406', open)), ['Change --data-parallel-size to 4']);
    const part = ofAttention({ ...parallel(2), 'data-parallel-size-local': 1 });
    assert.equal(
      offered('AFD406', part)['Change --data-parallel-size to 4'],
      ofAttention({ ...parallel(4), 'data-parallel-size-local': 1 }),
    );
    const nodes = (dp: number) => {
      const node = (each: number | undefined) =>
        launchCommand('attention', {
          both: { afd: { num_attention_ranks: 1 } },
          attention: { options: parallel(each) },
        });
      return `${node(dp)}${node(undefined)}${launchCommand('ffn', { both: { afd: { num_attention_ranks: 1 } } })}`;
    };
    assert.equal(offered('AFD406', nodes(2))['Change --data-parallel-size to 1'], nodes(1));
  });

  it('has a page whose example is true', () => assertPage('AFD406'));
});
