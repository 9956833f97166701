import { chunkChoices, groupSizes, groupsWithoutAfd } from './group-choices';
import { type DeviceBytes, deviceBytes } from './group-memory';
import { prepareGroup } from './group-steps';
import { newTokens } from './prompt-seconds';
import type { StrategyQuestion } from './question';
import { settingOf } from './search-space';

/**
 * The least that a device of aggregated serving must hold, over all groups of such devices that are tried: one request
 * that decodes on each rank beside one prompt. Undefined where there is no such group.
 */
export function leastBytesWithoutAfd(question: StrategyQuestion): DeviceBytes | undefined {
  const setting = settingOf(question);
  const chunksPerPrompt = chunkChoices(newTokens(question.workload)).at(-1)!;
  let least: DeviceBytes | undefined;
  for (const group of groupsWithoutAfd(question, groupSizes(question))) {
    const prepared = prepareGroup(question, group);
    if (prepared === undefined) continue;
    const bytes = deviceBytes(setting, prepared, { batchSize: 1, microbatches: 1, chunksPerPrompt });
    if (least === undefined || bytes.attention < least.attention) least = bytes;
  }
  return least;
}
