import { ffnDeadZone } from '../../../server/src/rules/strategy/ffn-dead-zone';
import { describeRule } from '../describe-rule';
import { starved } from '../served';

describeRule(ffnDeadZone, {
  reports: [
    {
      title: 'FFN nodes that wait for the network',
      text: starved,
      expected: [
        'info',
        '64',
        '64 FFN workers on 8 nodes get rows for 13 % of their FLOP/s at most; more nodes do not raise that, 2 would get 33 %.',
      ],
    },
  ],
  silent: [
    {
      title: 'FFN nodes that are reckoned to compute no faster',
      text: starved.replace('0.6', '0.12'),
    },
    {
      title: 'a domain that holds all',
      text: starved.replace('h800', 'gb300').replace('192', '8').replace('workers: 64', 'workers: 56'),
    },
    {
      title: 'a pool that waits for attention',
      text: starved.replace('workers: 192', 'workers: 16'),
    },
    {
      title: 'a network that is stated to be scale-up',
      text: starved.replace('{ efficiency', '{ network: scale-up, efficiency'),
    },
  ],
});
