import { invalidConfiguration } from '../../../server/src/rules/document/invalid-configuration';
import { deployment } from '../../analysis/analysed';
import { good } from '../base-texts';
import { under } from '../configured';
import { describeRule } from '../describe-rule';

describeRule(invalidConfiguration, {
  reports: [
    {
      title: 'a configuration with a mistake',
      text: deployment(good),
      settings: under('thresholds:\n  minGainPercent: 101\n'),
      expected: [
        'warning',
        'apiVersion',
        '`afd-lens.config.yaml:2` is not applied: `minGainPercent` is 101; it must be at most 100.',
      ],
    },
    {
      title: 'a mistake that takes many words',
      text: deployment(good),
      settings: under('rules:\n  AFD101: fatal\n'),
      expected: [
        'warning',
        'apiVersion',
        '`afd-lens.config.yaml:2` is not applied: `AFD101` is the text `fatal`; it must be one of off, hint, info, warning, erro…',
      ],
    },
  ],
  silent: [
    {
      title: 'a configuration in order',
      text: deployment(good),
      settings: under('rules:\n  AFD101: error\n'),
    },
  ],
});
