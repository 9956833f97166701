import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import { afdDoesNotPay } from '../../../server/src/rules/strategy/afd-does-not-pay';
import { comparing } from '../../evaluation/comparing';
import { describeRule } from '../describe-rule';
import { loose, loses, losesAsMeasured, served } from '../served';

const close = served('gpt-oss-120b', 'h200', { attention: 'workers: 8, batchSize: 64', ffn: 8, more: loose });

const inputs = comparing();

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
      settings: { ...defaultFileSettings, thresholds: { ...defaultFileSettings.thresholds, minGain: 0.2 } },
      expected: [
        'info',
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
