import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import { afdDoesNotPay } from '../../../server/src/rules/strategy/afd-does-not-pay';
import { filesOf } from '../../analysis/analysed';
import { comparing } from '../../evaluation/comparing';
import { describeRule } from '../describe-rule';
import { loose, loses, served } from '../served';

const close = served('gpt-oss-120b', 'h200', { attention: 'workers: 8, batchSize: 64', ffn: 8, more: loose });

const inputs = comparing();

describeRule(afdDoesNotPay, {
  reports: [
    {
      title: 'that aggregated serving gives more',
      text: loses,
      inputs,
      expected: [
        'warning',
        'apiVersion',
        'AFD does not pay here: aggregated serving gives +8.2 % (+8.2 to +29 %) tokens/s against aggregated serving with AFD.',
      ],
    },
    {
      title: 'what may be a small gain, as information',
      text: loses,
      inputs,
      settings: { ...defaultFileSettings, thresholds: { ...defaultFileSettings.thresholds, minGain: 0.2 } },
      expected: [
        'info',
        'apiVersion',
        'AFD does not pay here: aggregated serving gives +8.2 % (+8.2 to +29 %) tokens/s against aggregated serving with AFD.',
      ],
    },
  ],
  silent: [
    { title: 'a near-tie', text: close, inputs },
    {
      title: 'what was not compared yet',
      text: loses,
      inputs: { ...filesOf(), comparison: () => ({ kind: 'computing' }) },
    },
    {
      title: 'a deployment without an objective',
      text: loses.replace(/ {2}slo.*\n/, ''),
      inputs,
    },
    {
      title: 'an objective that a template fills in',
      text: loses.replace('ttft: 2s', 'ttft: {{ .Values.ttft }}'),
      inputs,
    },
    {
      title: 'an objective that is not valid',
      text: loses.replace('ttft: 2s', 'ttft: soon'),
      inputs,
    },
  ],
});
