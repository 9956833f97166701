import type { MemoryUse } from '../../evaluation/memory-use';
import type { Deployment } from '../../manifest/deployment';
import { formatCount } from '../../text/format';
import type { Fix, Subject } from '../rule';
import { countFixes } from '../sizing/count-fix';

/**
 * The largest batch size whose KV cache fits at the peak too, then the largest that fits on average. Where `isNeeded` the
 * first that is known is preferred, unless the number of microbatches is not known, on which it depends.
 */
export function smallerBatchFixes(
  subject: Subject,
  { batchSize }: Deployment,
  { attention }: Pick<MemoryUse, 'attention'>,
  isNeeded: boolean,
): readonly Fix[] {
  const { mean, peak } = attention.largestBatch;
  const atPeak = peak === undefined ? [] : [{ value: peak, why: 'which fits at the peak too' }];
  const onAverage = mean === peak ? [] : [{ value: mean, why: 'which fits on average' }];
  return [...atPeak, ...onAverage]
    .filter(({ value }) => value >= 1 && value < batchSize!.value)
    .flatMap(({ value, why }, place) =>
      countFixes(subject, {
        fact: batchSize!,
        key: 'batchSize',
        value,
        title: `Change the batch size to ${formatCount(value)}, ${why}`,
        preferred: isNeeded && attention.microbatchesKnown && place === 0,
      }),
    );
}
