import type { MemoryUse } from '../../evaluation/memory-use';
import type { Deployment } from '../../manifest/deployment';
import { placeHere } from '../../manifest/place-here';
import type { MemoryVerdict } from '../../provisioning/memory/memory-fit';
import { formatAmount, formatCount, formatCounted } from '../../text/format';
import { finding, type Rule, type Severity } from '../rule';
import { smallerBatchFixes } from './batch-fix';
import { leaveNoRoom } from './weights-do-not-fit';

export const kvCacheExceeded: Rule = {
  code: 'AFD502',
  title: 'Requests beyond what the KV cache holds',
  severity: 'error',
  check(subject) {
    const { deployment, evaluation } = subject;
    const memory = evaluation?.memory;
    if (!deployment || !memory) return [];
    const { verdict, budget, largestRequest = 0 } = memory.attention;
    if ((verdict !== 'cannot fit' && verdict !== 'over') || leaveNoRoom(memory.attention)) return [];
    const place = placeHere(deployment, deployment.batchSize);
    if (largestRequest > budget.bytes) {
      // One request of a trace that an engine would refuse, not the deployment; a smaller batch does not help it.
      const message = `The longest request of the trace takes ${formatAmount(largestRequest, 'B')} of KV cache; ${room(memory)}.`;
      return [finding(kvCacheExceeded, place, message, { severity: 'warning' })];
    }
    return [
      finding(kvCacheExceeded, place, describe(deployment, memory), {
        severity: severities[memory.certainOfMean] ?? 'info',
        fixes: () => smallerBatchFixes(subject, deployment, memory, true),
      }),
    ];
  },
};

/** By what is true even at the low end of theta's interval. */
const severities: Readonly<Partial<Record<MemoryVerdict, Severity>>> = { 'cannot fit': 'error', over: 'warning' };

function room({ attention }: MemoryUse): string {
  return `an attention worker has room for ${formatAmount(attention.budget.bytes, 'B')}`;
}

function describe({ batchSize, microbatches }: Deployment, memory: MemoryUse): string {
  const { kv, largestBatch } = memory.attention;
  const requests = formatCounted(batchSize!.value, 'request');
  const flight = (microbatches?.value ?? 1) > 1 ? ` × ${microbatches!.value} microbatches` : '';
  const most = largestBatch.mean < 1 ? 'not even for B = 1' : `B at most ${formatCount(largestBatch.mean)}`;
  const verb = batchSize!.value === 1 ? 'needs' : 'need';
  return `${requests}${flight} ${verb} ${formatAmount(kv.mean, 'B')} of KV cache; ${room(memory)}, ${most}.`;
}
