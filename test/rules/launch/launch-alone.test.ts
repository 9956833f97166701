import assert from 'node:assert/strict';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { launchAlone } from '../../../server/src/rules/launch/launch-alone';
import { filesOf, findingsOf } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { assertPage, launchCase, launchCommand, manifestOf, pairManifest, pairScript, reported } from '../launch-pair';

describeRule(launchAlone, {
  reports: [
    {
      ...launchCase('an attention launch without the other one', manifestOf('attention')),
      expected: [
        'info',
        'vllm',
        'The attention launch stands alone in this file and the folder `srv`: without the FFN launch the two cannot be compared.',
      ],
    },
  ],
  silent: [
    launchCase('both in one file', pairScript()),
    launchCase('the other one in another file', launchCommand('attention'), {
      others: { '/srv/ffn.sh': launchCommand('ffn') },
    }),
  ],
});

describe('a launch of one pool alone', () => {
  it('is noted once, with where the other one was looked for', () => {
    assert.deepEqual(reported('AFD405', manifestOf('attention')), [
      [
        'info',
        'vllm',
        'The attention launch stands alone in this file and the folder `srv`: without the FFN launch the two cannot be compared.',
      ],
    ]);
    const nodes = `${launchCommand('ffn')}${launchCommand('ffn', { ffn: { options: { headless: true } } })}`;
    assert.equal(reported('AFD405', nodes).length, 1);
  });

  it('says so where not everything was looked at', () => {
    const found = reported('AFD405', launchCommand('ffn'), { complete: false });
    assert.match(found[0]?.[2] ?? '', /too many files/);
  });

  it('is none beside the other one, here or in another file', () => {
    assert.deepEqual(reported('AFD405', pairScript()), []);
    assert.deepEqual(reported('AFD405', pairManifest()), []);
    const others = { '/srv/ffn.sh': launchCommand('ffn') };
    assert.deepEqual(reported('AFD405', launchCommand('attention'), { others }), []);
  });

  it('is none while files are looked at, and names this file where nothing else is', () => {
    const found = (inputs: Inputs) =>
      findingsOf(launchCommand('ffn'), inputs, undefined, 'script').filter(({ code }) => code === 'AFD405');
    assert.deepEqual(found({ ...filesOf(), launches: () => ({ kind: 'loading', folder: '/srv' }) }), []);
    assert.match(found(filesOf())[0]?.message ?? '', /^The FFN launch stands alone in this file: without/);
  });

  it('is none where one command starts both pools, or nobody knows which', () => {
    const both = 'python -m rtp_llm.start_server --enable_ffn_disaggregate 1 --world_size 8 --dp_size 8\n';
    assert.deepEqual(reported('AFD405', both), []);
    const settings = `{"afd": {"role": '"$ROLE"', "num_attention_ranks": 4, "num_ffn_ranks": 2}}`;
    assert.deepEqual(reported('AFD405', launchCommand('ffn', { ffn: { settings } })), []);
  });

  it('has a page whose example is true', () => {
    assertPage('AFD405');
  });
});
