import type { Pool } from '../../deployment';
import type { Fact } from '../../fact';
import { known, knownValue, type Launch } from '../../launches/launch';
import { settingPlace } from '../../launches/settings';
import { integer, stated } from '../../launches/stated';
import type { LaunchedPools } from '../dialect';

/** The pools of an experiment that counts nodes: `tensorParallel` accelerators make one attention worker, one makes an FFN worker. */
export function nodePoolsOf(launch: Launch): LaunchedPools {
  const { attentionRanks, ffnRanks, tensorParallel } = launch;
  return {
    attention: poolOf(launch, 'afd_n_a_nodes', knownValue(attentionRanks), knownValue(tensorParallel)),
    ffn: poolOf(launch, 'afd_n_f_nodes', knownValue(ffnRanks), 1),
  };
}

function poolOf(
  { settings }: Launch,
  sizeKey: string,
  ranks: number | undefined,
  perWorker: number | undefined,
): Pool | undefined {
  const nodes: Fact<number> | undefined = known(stated(settingPlace(settings, [sizeKey]), integer));
  if (!nodes || nodes.value < 1 || ranks === undefined || perWorker === undefined) return undefined;
  const factor = ranks / nodes.value / perWorker;
  if (!Number.isInteger(factor) || factor < 1) return undefined;
  return {
    workers: nodes.value * factor,
    unit: 'node',
    size: nodes,
    sizeKey,
    factor,
    copies: [],
    notEditable: nodes.literal === false ? 'it is not written as a plain number' : undefined,
  };
}

/** Boards of these systems hold eight accelerators; of others nobody says it for certain. */
const eightPerNode = /^(?:a100|h100|h200|h800|h20|b200)_sxm$|^l40s$/;

/** Accelerators in one node of a system; undefined where it is not certain. */
export function acceleratorsPerNode(system: string | undefined): number | undefined {
  return system !== undefined && eightPerNode.test(system) ? 8 : undefined;
}
