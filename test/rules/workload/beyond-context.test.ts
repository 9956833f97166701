import type { ReadyTrace } from '../../../server/src/evaluation/inputs';
import { beyondContext } from '../../../server/src/rules/workload/beyond-context';
import { deployment, filesOf, readyTrace } from '../../analysis/analysed';
import { good, traced } from '../base-texts';
import { describeRule } from '../describe-rule';

const requests = Array.from({ length: 2000 }, (_, at): [number, number] => [50 + (at % 100), 1 + ((at * 37) % 999)]);

function inputsWith(largestRequest: number) {
  const trace = readyTrace(requests) as ReadyTrace;
  return filesOf({ 't.csv': { ...trace, summary: { ...trace.summary, largestRequest, largestLine: 12 } } });
}

const named = traced.replace('spec:\n', 'spec:\n  model: deepseek-v3\n');

describeRule(beyondContext, {
  reports: [
    {
      title: 'one token too many',
      text: named,
      inputs: inputsWith(163_841),
      expected: ['info', 't.csv', 'Line 12 of the trace has 163,841 tokens; `deepseek-v3` takes 163,840.'],
    },
  ],
  silent: [
    { title: 'as many as the model takes', text: named, inputs: inputsWith(163_840) },
    {
      title: 'a model whose context is not known',
      text: named.replace('deepseek-v3', 'qwen3-32b'),
      inputs: inputsWith(1e6),
    },
    { title: 'statistics, which name no request', text: deployment(good, '{ workers: 1 }', '  model: deepseek-v3\n') },
    { title: 'no model', text: traced, inputs: inputsWith(1e6) },
  ],
});
