import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import { afdDoesNotPay } from '../../../server/src/rules/strategy/afd-does-not-pay';
import { analyse } from '../../analysis/analysed';
import { comparing, comparingTo } from '../../evaluation/comparing';
import { describeRule } from '../describe-rule';
import { loose, loses, losesAsMeasured, served } from '../served';

const close = served('gpt-oss-120b', 'h200', { attention: 'workers: 8, batchSize: 64', ffn: 8, more: loose });

const inputs = comparing();

const minGain = (gain: number) => ({
  ...defaultFileSettings,
  thresholds: { ...defaultFileSettings.thresholds, minGain: gain },
});

describeRule(afdDoesNotPay, {
  reports: [
    {
      title: 'that aggregated serving gives more',
      text: losesAsMeasured,
      inputs,
      expected: [
        'warning',
        'apiVersion',
        'AFD does not pay here: aggregated serving gives +7.7 % (+4.4 to +17 %) tokens/s against prefill/decode serving with AFD.',
      ],
    },
    {
      title: 'what may be a small gain, as information',
      text: losesAsMeasured,
      inputs,
      settings: minGain(0.2),
      expected: [
        'info',
        'apiVersion',
        'AFD does not pay here: aggregated serving gives +7.7 % (+4.4 to +17 %) tokens/s against prefill/decode serving with AFD.',
      ],
    },
    {
      title: 'that AFD keeps the objectives nowhere, whatever gain matters',
      text: losesAsMeasured,
      inputs: comparingTo({ gain: undefined }),
      settings: minGain(0.2),
      expected: [
        'warning',
        'apiVersion',
        'AFD does not pay here: with it nothing keeps TTFT 2 s and TPOT 100 ms; aggregated serving gives 110,707 tok/s.',
      ],
    },
    {
      title: 'the same beside a key that is not known',
      text: `${losesAsMeasured}  colour: red\n`,
      inputs,
      expected: [
        'warning',
        'apiVersion',
        'AFD does not pay here: aggregated serving gives +7.7 % (+4.4 to +17 %) tokens/s against prefill/decode serving with AFD.',
      ],
    },
  ],
  silent: [
    { title: 'a near-tie', text: close, inputs },
    { title: 'a loss by the roofline alone', text: loses, inputs },
    {
      title: 'what was not compared yet',
      text: losesAsMeasured,
      inputs: { ...inputs, comparison: () => ({ kind: 'computing' }) },
    },
    {
      title: 'a deployment without an objective',
      text: losesAsMeasured.replace(/ {2}slo.*\n/, ''),
      inputs,
    },
    {
      title: 'an objective that a template fills in',
      text: losesAsMeasured.replace('ttft: 2s', 'ttft: {{ .Values.ttft }}'),
      inputs,
    },
    {
      title: 'an objective that is not valid',
      text: losesAsMeasured.replace('ttft: 2s', 'ttft: soon'),
      inputs,
    },
  ],
});

describe('afd-does-not-pay', () => {
  it('says under which conditions that holds', () => {
    const [{ related } = { related: [] }] = findingsIn(analyse(losesAsMeasured, inputs)).filter(
      ({ code }) => code === 'AFD601',
    );
    assert.equal(
      related[0]?.message,
      'Each strategy prefills and decodes on the same 10 devices, within TTFT 2 s and TPOT 100 ms.',
    );
  });
});
