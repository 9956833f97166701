import { outsideCalibration } from '../../../server/src/rules/sizing/outside-calibration';
import { filesOf } from '../../analysis/analysed';
import { own, profile } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(outsideCalibration, {
  reports: [
    {
      title: 'ratio outside',
      text: own(),
      inputs: filesOf({}, { 'p.yaml': profile('calibratedRanges: { ratio: [1, 8] }') }),
      expected: [
        'info',
        '10',
        'The ratio 10 is outside 1 to 8, where the profile is calibrated: no prediction. Inside it, 8A:1F is best.',
      ],
    },
    {
      title: 'batch size outside',
      text: own(),
      inputs: filesOf({}, { 'p.yaml': profile('calibratedRanges: { batchSize: [1, 128] }') }),
      expected: [
        'info',
        '256',
        'The batch size 256 is outside 1 to 128, where the profile is calibrated: no prediction.',
      ],
    },
  ],
  silent: [
    {
      title: 'inside',
      text: own(),
      inputs: filesOf({}, { 'p.yaml': profile('calibratedRanges: { ratio: [1, 16] }') }),
    },
  ],
});
