import assert from 'node:assert/strict';
import { tokenLimits } from '../../../../server/src/rules/launch/limits/token-limits';
import { describeRule } from '../../describe-rule';
import { launchCase, launchCommand, offered, pairManifest, pairScript, reported } from '../../launch-pair';

const limits = (connector: string, attention: number | string, ffn: number | string) => ({
  both: { afd: { connector } },
  attention: { options: { 'data-parallel-size': 4, 'max-num-batched-tokens': attention } },
  ffn: { options: { 'data-parallel-size': 2, 'max-num-batched-tokens': ffn } },
});

describeRule(tokenLimits, {
  reports: [
    {
      ...launchCase('an FFN limit below its share', pairManifest(limits('CAMP2pAFDConnector', 64, 100))),
      expected: [
        'warning',
        '100',
        '`--max-num-batched-tokens` is 100, below A/F = 4/2 times the 64 tokens of attention: 128.',
      ],
    },
  ],
  silent: [launchCase('an FFN limit of its share', pairScript(limits('CAMP2pAFDConnector', 64, 128)))],
});

describe('AFD416', () => {
  it('reports an FFN limit below its share of the attention ranks', () => {
    const message = '`--max-num-batched-tokens` is 100, below A/F = 4/2 times the 64 tokens of attention: 128.';
    const text = pairManifest(limits('CAMP2pAFDConnector', 64, 100));
    assert.deepEqual(reported('AFD416', text), [['warning', '100', message]]);
    assert.deepEqual(reported('AFD416', pairScript(limits('P2pHcclAFDConnector', 64, 100))), [
      ['error', '100', message],
    ]);
    assert.deepEqual(offered('AFD416', text), {
      'Change to 128': text.replace('max-num-batched-tokens 100', 'max-num-batched-tokens 128'),
    });
  });

  it('reports it between one rank each, too, and of the largest attention limit', () => {
    const single = {
      ...limits('CAMP2pAFDConnector', 64, 63),
      both: { afd: { connector: 'CAMP2pAFDConnector', num_attention_ranks: 1, num_ffn_ranks: 1 } },
    };
    assert.equal(reported('AFD416', pairScript(single)).length, 1);
    const enough = { ...single, ffn: { options: { 'max-num-batched-tokens': 64 } } };
    assert.deepEqual(reported('AFD416', pairScript(enough)), []);
  });

  it('reports limits of the asynchronous connector that differ, at both', () => {
    const text = pairScript(limits('CAMAsyncAFDConnector', 4096, 8192));
    assert.deepEqual(reported('AFD416', text), [
      [
        'error',
        '4096',
        '`--max-num-batched-tokens` is 4096 here and 8192 for FFN: `CAMAsyncAFDConnector` needs them equal.',
      ],
      [
        'error',
        '8192',
        '`--max-num-batched-tokens` is 8192 here and 4096 for attention: `CAMAsyncAFDConnector` needs them equal.',
      ],
    ]);
    assert.deepEqual(Object.keys(offered('AFD416', text)), ['Change to 8192', 'Change to 4096']);
  });

  it('reports the attention limit once where several FFN launches have another', () => {
    const pair = limits('CAMAsyncAFDConnector', 4096, 8192);
    const text = [pairScript(pair), launchCommand('ffn', pair)].join('\n');
    assert.deepEqual(
      reported('AFD416', text).map(([, at]) => at),
      ['4096', '8192', '8192'],
    );
  });

  it('compares with the largest limit of attention', () => {
    const of = (role: 'attention' | 'ffn', tokens: number) =>
      launchCommand(role, limits('CAMP2pAFDConnector', tokens, 100));
    for (const attention of [of('attention', 32) + of('attention', 64), of('attention', 64) + of('attention', 32)]) {
      const [[, , message] = []] = reported('AFD416', attention + of('ffn', 64));
      assert.match(message!, /times the 64 tokens of attention: 128\.$/);
    }
  });

  it('takes the partner from another file, and reports only here', () => {
    const both = pairManifest(limits('CAMAsyncAFDConnector', 4096, 8192)).split('---\n');
    const found = reported('AFD416', both[1]!, { others: { '/srv/attention.yaml': both[0]! } });
    assert.deepEqual(
      found.map(([, at]) => at),
      ['8192'],
    );
  });

  it('is silent where the limits fit, are not known, and where recipes use equal ones', () => {
    assert.deepEqual(reported('AFD416', pairScript(limits('CAMP2pAFDConnector', 64, 128))), []);
    assert.deepEqual(reported('AFD416', pairScript(limits('P2pNcclAFDConnector', 64, 64))), []);
    assert.deepEqual(reported('AFD416', pairScript(limits('CAMAsyncAFDConnector', 64, 64))), []);
    assert.deepEqual(reported('AFD416', pairScript(limits('CAMP2pAFDConnector', 64, '$TOKENS'))), []);
    assert.deepEqual(reported('AFD416', pairScript({ both: { afd: { connector: 'CAMP2pAFDConnector' } } })), []);
    const low = pairScript(limits('CAMP2pAFDConnector', 64, 100));
    assert.equal(reported('AFD416', low).length, 1);
    assert.deepEqual(reported('AFD416', low.replaceAll('"num_ffn_ranks": 2', '"num_ffn_ranks": 0')), []);
    // One side may be smaller here: a third of 96 tokens is 32 for each of six FFN ranks over two of attention.
    const fewer = {
      ...limits('P2pHcclAFDConnector', 96, 32),
      both: { afd: { connector: 'P2pHcclAFDConnector', num_attention_ranks: 2, num_ffn_ranks: 6 } },
    };
    assert.deepEqual(reported('AFD416', pairScript(fewer)), []);
  });
});
