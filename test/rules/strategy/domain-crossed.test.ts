import assert from 'node:assert/strict';
import { domainCrossing } from '../../../server/src/evaluation/domain-crossing';
import { domainCrossed } from '../../../server/src/rules/strategy/domain-crossed';
import { analyse, findingsOf, fixed } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { served, starved } from '../served';
import { assertToldFrom } from '../threshold';

const large = served('qwen3-30b-a3b-fp8', 'h800', {
  attention: 'workers: 64, batchSize: 256',
  ffn: 64,
  more: '  microbatches: 1\n',
});

describeRule(domainCrossed, {
  reports: [
    {
      title: 'bundles that fit into a domain',
      text: large.replace('meanPrefill: 1000', 'meanPrefill: 200'),
      expected: [
        'warning',
        '64',
        '64A:64F spans 16 scale-up domains, 4A:4F in one gives +33 % (+14 to +63 %) tokens/s per worker.',
      ],
    },
    {
      title: 'scale-out traffic of a bundle that fits into a domain',
      text: large
        .replaceAll('workers: 64', 'workers: 4')
        .replace('microbatches: 1', 'microbatches: 1\n  roofline: { network: scale-out }'),
      expected: [
        'warning',
        '4',
        '4A:4F over scale-out fits into a domain of 8, which gives +17 % (+9.1 to +31 %) tokens/s per worker.',
      ],
    },
    {
      title: 'a prediction that leaves the domains out',
      text: starved,
      expected: [
        'info',
        '192',
        '192A:64F spans 32 scale-up domains: communication takes 134.6 ms a step, not 49.55 ms; that is 44 % less throughput.',
      ],
    },
  ],
  silent: [
    {
      title: 'communication that is hidden',
      text: large.replace('microbatches: 1', 'microbatches: 3'),
    },
    {
      title: 'a network that is stated to be scale-up',
      text: large.replace('microbatches: 1', 'microbatches: 1\n  roofline: { network: scale-up }'),
    },
  ],
});

describe('domain-crossed', () => {
  const crossed = (text: string) => {
    const { deployment, evaluation, findings } = analyse(text).documents[0]!;
    const finding = findings.find(({ code }) => code === 'AFD604');
    return { severity: finding?.severity, crossing: domainCrossing(deployment!, evaluation!)! };
  };

  it('offers the smaller bundle, but not where the manifest states the network', () => {
    const fixes = (text: string) =>
      findingsOf(text)
        .filter(({ code }) => code === 'AFD604')
        .flatMap((finding) => finding.fixes.filter(({ suppression }) => !suppression));
    const text = large.replace('meanPrefill: 1000', 'meanPrefill: 200');
    const [fix, ...others] = fixes(text);
    assert.deepEqual(
      [fix?.title, fix?.preferred, others],
      ['Change to 4A:4F (16 such bundles have as many workers)', false, []],
    );
    assert.equal(fixed(text, fix!), text.replaceAll('workers: 64', 'workers: 4'));
    const stated = text.replace('microbatches: 1', 'microbatches: 1\n  roofline: { network: scale-out }');
    assert.deepEqual([findingsOf(stated).filter(({ code }) => code === 'AFD604').length, fixes(stated)], [1, []]);
  });

  it('says a loss that errors may undo from 10 % on', () => {
    assertToldFrom(0.1, 0.3, 0.6, (ffnCompute) => {
      const { severity, crossing } = crossed(starved.replace('ffnCompute: 0.6', `ffnCompute: ${ffnCompute}`));
      return { told: severity === 'info', quantity: 1 - 1 / (1 + crossing.gain.gain) };
    });
  });
});
