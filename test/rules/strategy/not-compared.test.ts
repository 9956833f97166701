import { notCompared } from '../../../server/src/rules/strategy/not-compared';
import { filesOf } from '../../analysis/analysed';
import { arrivingInputs, mixedStream, scheduled } from '../../evaluation/arriving';
import { comparing } from '../../evaluation/comparing';
import { describeRule } from '../describe-rule';
import { loses } from '../served';

const why = "Cannot find module '/home/somebody/.vscode/extensions/afd-lens/dist/worker.js'";
const failed = { kind: 'failed', why } as const;
const computing = { kind: 'computing' } as const;
const waiting = scheduled('{ policy: fcfs, kvTokens: 16492 }');
const arriving = arrivingInputs(mixedStream(2000, 2.1)).inputs;

describeRule(notCompared, {
  reports: [
    {
      title: 'strategies, and why',
      text: loses,
      inputs: { ...filesOf(), comparison: () => failed },
      expected: [
        'info',
        'apiVersion',
        "Serving strategies could not be compared: `Cannot find module '/home/somebody/.vscode/extensions/afd...`.",
      ],
    },
    {
      title: 'orders of requests, and why',
      text: waiting,
      inputs: { ...arriving, schedule: () => ({ kind: 'failed', why: 'boom' }) },
      expected: ['info', 'apiVersion', 'Orders of requests could not be compared: `boom`.'],
    },
  ],
  silent: [
    { title: 'what is compared', text: loses, inputs: comparing() },
    { title: 'what is being compared', text: loses, inputs: { ...filesOf(), comparison: () => computing } },
    { title: 'strategies that nobody compares', text: loses },
    { title: 'requests in order', text: waiting, inputs: arriving },
    { title: 'orders that are being compared', text: waiting, inputs: { ...arriving, schedule: () => computing } },
    {
      title: 'a deployment that asks for no comparison',
      text: loses.replace(/ {2}slo.*\n/, ''),
      inputs: { ...filesOf(), comparison: () => failed },
    },
  ],
});
