import assert from 'node:assert/strict';
import { microbatchLimits } from '../../../../server/src/rules/launch/limits/microbatch-limits';
import { describeRule } from '../../describe-rule';
import {
  assertPage,
  type LaunchText,
  launchCase,
  launchFindings,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../../launch-pair';

const ofBoth = (options: LaunchText['options']) => reported('AFD413', pairScript({ both: { options } }));

describeRule(microbatchLimits, {
  reports: [
    {
      ...launchCase('four microbatches', pairScript({ both: { options: { 'ubatch-size': 4 } } })),
      expected: ['error', '4', '`--ubatch-size` is 4; the AFD plugin runs exactly 2 microbatches.'],
    },
  ],
  silent: [launchCase('two microbatches', pairScript({ both: { options: { 'enable-dbo': true, 'ubatch-size': 2 } } }))],
});

describe('microbatches', () => {
  it('are two or none', () => {
    assert.deepEqual(ofBoth({}), []);
    assert.deepEqual(ofBoth({ 'enable-dbo': true }), []);
    assert.deepEqual(ofBoth({ 'enable-dbo': true, 'ubatch-size': 2 }), []);
    assert.deepEqual(ofBoth({ 'ubatch-size': 0 }), []);
    assert.deepEqual(ofBoth({ 'ubatch-size': 1 }), []);
    assert.equal(ofBoth({ 'ubatch-size': 3 }).length > 0, true);
    const wrong = 'the AFD plugin runs exactly 2 microbatches';
    assert.deepEqual(ofBoth({ 'ubatch-size': 4 })[0], ['error', '4', `\`--ubatch-size\` is 4; ${wrong}.`]);
    assert.deepEqual(ofBoth({ 'enable-dbo': true, 'ubatch-size': 1 })[1], [
      'warning',
      '1',
      `\`--ubatch-size\` is 1; ${wrong} under \`--enable-dbo\`.`,
    ]);
  });

  it('are not looked at where settings cannot be read', () => {
    const settings = '{"afd": {"role": "attention",}}';
    assert.deepEqual(reported('AFD413', pairScript({ attention: { settings, options: { 'ubatch-size': 4 } } })), []);
  });

  it('are left to the rule of asynchronous connectors under one of these', () => {
    const both = { afd: { connector: 'CAMAsyncAFDConnector' }, options: { 'ubatch-size': 4 } };
    assert.deepEqual(reported('AFD413', pairScript({ both })), []);
  });

  it('become two at the number', () => {
    const text = (size: number) => pairManifest({ attention: { options: { 'ubatch-size': size } } });
    assert.deepEqual(offered('AFD413', text(4)), { 'Change to 2': text(2) });
    assert.deepEqual(
      launchFindings('AFD413', text(4)).flatMap(({ fixes }) =>
        fixes.filter(({ suppression }) => !suppression).map(({ preferred }) => preferred),
      ),
      [true],
    );
  });

  it('of the second model runner need several replicas of attention', () => {
    const text = (runner: string, dp: number | undefined, more: LaunchText['options'] = { 'enable-dbo': true }) =>
      pairScript({
        both: { environment: { VLLM_USE_V2_MODEL_RUNNER: runner }, options: more },
        attention: { options: { 'data-parallel-size': dp, 'tensor-parallel-size': 4 / (dp ?? 1) } },
        ffn: { options: { 'data-parallel-size': 1, 'tensor-parallel-size': 2 } },
      });
    const message = 'With `VLLM_USE_V2_MODEL_RUNNER` microbatches need `--data-parallel-size` above 1 for attention.';
    assert.deepEqual(reported('AFD413', text('1', 1)), [['error', '1', message]]);
    assert.deepEqual(reported('AFD413', text('1', undefined)), [['error', '--enable-dbo', message]]);
    assert.deepEqual(reported('AFD413', text('1', 2)), []);
    assert.deepEqual(reported('AFD413', text('0', 1)), []);
    assert.deepEqual(reported('AFD413', text('1', 1, {})), []);
    assert.deepEqual(reported('AFD413', text("' 1 '", 1)), [['error', '1', message]]);
    assert.deepEqual(
      reported('AFD413', text('1', 1, { 'ubatch-size': 2 })).filter(([, , each]) => each === message),
      [['error', '1', message]],
    );
  });

  it('of the window connector are told twice', () => {
    const text = (count: number, options: LaunchText['options']) =>
      pairScript({
        both: { afd: { connector: 'WindowAFDConnector' } },
        attention: { afd: { connector_extra_config: { micro_batch_num: count } } },
        ffn: {},
      }).replaceAll('--max-num-seqs', `${Object.keys(options ?? {}).map((name) => `--${name} `)}--max-num-seqs`);
    assert.deepEqual(reported('AFD413', text(1, {})), []);
    assert.deepEqual(reported('AFD413', text(2, { 'enable-dbo': true })), []);
    assert.deepEqual(reported('AFD413', text(2, {}).replaceAll('--max-num-seqs', '"$@" $&')), []);
    assert.deepEqual(reported('AFD413', text(2, {})), [
      ['warning', '2', '`micro_batch_num` is 2; it must be 1 without `--enable-dbo`.'],
    ]);
  });

  it('of vLLM before the plugin are not its stages under dual-batch overlap', () => {
    const text = (flags: string) =>
      `vllm serve m ${flags} --afd-config '{"afd_role": "attention", "num_afd_stages": 3}'\n`;
    assert.deepEqual(reported('AFD413', text('')), []);
    assert.deepEqual(reported('AFD413', text('--enable-dbo').replace(': 3', ': 2')), []);
    assert.deepEqual(reported('AFD413', text('--no-enable-dbo')), []);
    assert.deepEqual(reported('AFD413', text('--enable-dbo --no-enable-dbo')), []);
    assert.deepEqual(reported('AFD413', text('--enable-dbo').replace(', "num_afd_stages": 3', '')), []);
    assert.deepEqual(reported('AFD413', text('--enable-dbo')), [
      ['info', '3', '`num_afd_stages` has no effect: with `--enable-dbo` there are 2 microbatches.'],
    ]);
  });

  it('have a page whose example is true', () => assertPage('AFD413'));
});
