// Also tests: rules/launch/settings/vllm-settings
import assert from 'node:assert/strict';
import { graphModeRule } from '../../../server/src/rules/launch/graph-mode';
import { describeRule } from '../describe-rule';
import {
  type LaunchText,
  launchCase,
  launchFindings,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../launch-pair';

const mode = (name: string, connector = 'P2pNcclAFDConnector', more: LaunchText = {}) => ({
  both: {
    ...more,
    afd: { connector },
    options: { 'enforce-eager': undefined, 'compilation-config': `'{"cudagraph_mode": "${name}"}'`, ...more.options },
  },
});

describeRule(graphModeRule, {
  reports: [
    {
      ...launchCase('a mode that the connector cannot run', pairManifest(mode('PIECEWISE'))),
      expected: [
        'error',
        'PIECEWISE',
        '`P2pNcclAFDConnector` cannot run graphs as `PIECEWISE`: use `FULL_DECODE_ONLY` or `--enforce-eager`.',
      ],
    },
  ],
  silent: [
    launchCase('the mode for decoding', pairScript(mode('FULL_DECODE_ONLY'))),
    launchCase('no graphs', pairScript(mode('NONE'))),
  ],
});

describe('AFD414', () => {
  it('reports the modes that the connector cannot run, at the value of each launch', () => {
    const message =
      '`P2pNcclAFDConnector` cannot run graphs as `PIECEWISE`: use `FULL_DECODE_ONLY` or `--enforce-eager`.';
    assert.deepEqual(reported('AFD414', pairManifest(mode('PIECEWISE'))), [
      ['error', 'PIECEWISE', message],
      ['error', 'PIECEWISE', message],
    ]);
    assert.equal(reported('AFD414', pairScript(mode('FULL_AND_PIECEWISE', 'CAMP2pAFDConnector'))).length, 2);
    assert.equal(reported('AFD414', pairScript(mode('FULL'))).length, 2);
  });

  it('reads dotted and short options, and changes just the value', () => {
    const dotted = pairManifest({
      both: { options: { 'enforce-eager': undefined, 'compilation-config.cudagraph_mode': 'PIECEWISE' } },
    });
    assert.equal(reported('AFD414', dotted).length, 2);
    assert.equal(launchFindings('AFD414', dotted)[0]?.fixes[0]?.preferred, true);
    assert.equal(
      offered('AFD414', dotted)['Change to FULL_DECODE_ONLY'],
      dotted.replace(/PIECEWISE(?![\s\S]*PIECEWISE)/, 'FULL_DECODE_ONLY'),
    );
    const short = pairScript({ both: { options: { 'enforce-eager': undefined } } }).replaceAll(
      '--max-num-seqs',
      '-O.cudagraph_mode=FULL --max-num-seqs',
    );
    assert.equal(reported('AFD414', short).length, 2);
  });

  it('is silent where it may run', () => {
    const silent = [
      pairScript(mode('FULL_DECODE_ONLY')),
      pairScript(mode('NONE')),
      pairScript(mode('PIECEWISE', 'P2pNcclAFDConnector', { options: { 'enforce-eager': true } })),
      pairScript(mode('$MODE')).replaceAll('$MODE', `'"$MODE"'`),
      pairScript(mode('FULL', 'CAMP2pAFDConnector', { environment: { VLLM_USE_V2_MODEL_RUNNER: '1' } })),
      pairScript(mode('FULL', 'CAMP2pAFDConnector')),
      pairScript(mode('PIECEWISE', 'GpuAsyncAFDConnector')),
      pairScript({ both: { options: { 'enforce-eager': undefined } } }),
      pairScript(mode('PIECEWISE')).replaceAll('vllm serve', 'vllm serve $EXTRA'),
    ];
    for (const text of silent) assert.deepEqual(reported('AFD414', text), [], text);
    const first = pairScript(mode('FULL', 'CAMP2pAFDConnector', { environment: { VLLM_USE_V2_MODEL_RUNNER: '0' } }));
    assert.equal(reported('AFD414', first).length, 2);
  });
});
