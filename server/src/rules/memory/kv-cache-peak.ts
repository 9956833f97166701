import { placeHere } from '../../manifest/place-here';
import { formatAmount, formatCount } from '../../text/format';
import { finding, type Rule } from '../rule';
import { smallerBatchFixes } from './batch-fix';

export const kvCachePeak: Rule = {
  code: 'AFD503',
  title: 'KV cache runs full at peaks',
  severity: 'info',
  check(subject) {
    const { deployment, evaluation } = subject;
    const memory = evaluation?.memory;
    if (!deployment || memory?.attention.verdict !== 'peak over') return [];
    const { kv, budget, largestBatch } = memory.attention;
    const most = largestBatch.peak! < 1 ? '' : `, B at most ${formatCount(largestBatch.peak!)}`;
    const message = `At its peak the fullest attention worker needs ${formatAmount(kv.peak!, 'B')} of KV cache; it has room for ${formatAmount(budget.bytes, 'B')}${most}.`;
    return [
      finding(kvCachePeak, placeHere(deployment, deployment.batchSize), message, {
        // On average the larger batch is the faster one.
        fixes: () => smallerBatchFixes(subject, deployment, memory, false),
      }),
    ];
  },
};
