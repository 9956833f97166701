import type { TextRange } from '../../../text/text-range';
import type { SchemaProblem } from '../../../yaml/schema-problems';
import { entryOf, nodeAt, type TreeNode } from '../../../yaml/yaml-tree';
import { defaultPolicyAt, priorityKeys, type SchedulerFacts } from '../../scheduler-facts';
import type { FactReader } from './fact-reader';

/** Orders that a native manifest may name: first come, first served; by a stated priority; or in one of the engines' own. */
const nativePolicies = ['fcfs', 'priority', 'sf', 'spf', 'total', 'svf', 'sorted-f'] as const;

/** What the `spec` of a native manifest says of request scheduling. `site`: where a policy that is not written is reported. */
export function readScheduler(
  spec: TreeNode | undefined,
  site: TextRange,
  reader: FactReader,
  problems: SchemaProblem[],
): SchedulerFacts {
  const scheduler = nodeAt(spec, ['scheduler']);
  const policy = reader.choice(scheduler, 'policy', nativePolicies);
  const priorityKey = reader.choice(scheduler, 'priorityKey', priorityKeys);
  const isWritten = entryOf(scheduler, 'policy') !== undefined;
  if (priorityKey && (isWritten ? policy !== undefined && policy.value !== 'priority' : true)) {
    problems.push({
      kind: 'value',
      message: '`priorityKey` counts only beside `policy: priority`.',
      range: priorityKey.keyRange,
      replacement: undefined,
    });
  }
  return {
    policy: isWritten ? policy : defaultPolicyAt(site),
    priorityKey,
    kvTokens: reader.number(scheduler, 'kvTokens', (tokens) => tokens >= 1),
    ageing: reader.seconds(scheduler, 'ageing', problems),
  };
}
