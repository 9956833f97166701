import type { TextRange } from '../../../text/text-range';
import { entryOf, type TreeMap } from '../../../yaml/yaml-tree';
import { knownValue, type Launch, type Stated } from '../../launches/launch';
import { type DialectReader, emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { settingReader } from '../../launches/settings';
import { byDefault, computed, integer, word } from '../../launches/stated';

/** An experiment of aiconfigurator with `serving_mode: afd`, which counts nodes: the file's own keys, or maps below them. */
export const readAiconfigurator: DialectReader = (calls) =>
  calls.flatMap((call) => experimentsIn(call).map(({ map, site }) => launchOf(call, map, site)));

interface Experiment {
  readonly map: TreeMap;
  readonly site: TextRange;
}

function experimentsIn({ keys }: ProgramCall): readonly Experiment[] {
  const maps = [keys, ...(keys?.entries.map(({ value }) => value) ?? [])];
  return maps.flatMap((map) => {
    const mode = entryOf(map, 'serving_mode');
    const isAfd = mode?.value.kind === 'scalar' && mode.value.value === 'afd';
    return map?.kind === 'map' && isAfd ? [{ map, site: mode.keyRange }] : [];
  });
}

function launchOf(call: ProgramCall, map: TreeMap, site: TextRange): Launch {
  const read = settingReader({ map, unresolved: undefined, problems: [] }, site);
  const perNode = acceleratorsPerNode(knownValue(read(['system_name'], word)));
  const ranks = (key: string): Stated<number> =>
    computed(read([key], integer), (nodes) => (perNode === undefined ? undefined : nodes * perNode));
  const attentionRanks = ranks('afd_n_a_nodes');
  const tensorParallel = read(['afd_tp_a'], integer);
  return {
    ...emptyLaunch('aiconfigurator', { ...call, site }),
    settings: map,
    pool: 'both',
    attentionRanks,
    ffnRanks: ranks('afd_n_f_nodes'),
    tensorParallel,
    maxNumSeqs:
      read(['afd_a_batch_size'], integer) ??
      shareOf(read(['afd_total_batch_size'], integer), attentionRanks, tensorParallel),
    microbatches: byDefault(3, site),
    model: read(['model_path'], word),
  };
}

/** What each attention worker has of all requests in flight; nothing where they do not share out. */
function shareOf(total: Stated<number>, ranks: Stated<number>, tensorParallel: Stated<number>): Stated<number> {
  const workers = (knownValue(ranks) ?? Number.NaN) / (knownValue(tensorParallel) ?? Number.NaN);
  if (total && !('value' in total)) return total;
  return total && Number.isInteger(total.value / workers) ? computed(total, (all) => all / workers) : undefined;
}

/** Boards of these systems hold eight accelerators; of others nobody says it for certain. */
const eightPerNode = /^(?:a100|h100|h200|h800|h20|b200)_sxm$|^l40s$/;

/** Accelerators in one node of a system; undefined where it is not certain. */
export function acceleratorsPerNode(system: string | undefined): number | undefined {
  return system !== undefined && eightPerNode.test(system) ? 8 : undefined;
}
