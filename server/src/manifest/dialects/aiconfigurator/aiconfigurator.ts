import type { TextRange } from '../../../text/text-range';
import { entryOf, type TreeMap } from '../../../yaml/yaml-tree';
import { knownValue, type Launch, type Stated } from '../../launches/launch';
import { emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { settingReader } from '../../launches/settings';
import { byDefault, computed, integer, word } from '../../launches/stated';
import type { Dialect } from '../dialect';
import { experimentLimits } from './experiment-limits';
import { acceleratorsPerNode, nodePoolsOf } from './node-pools';

/** An experiment of aiconfigurator with `serving_mode: afd`, which counts nodes: the file's own keys, or maps below them. */
export const aiconfigurator: Dialect = {
  engine: 'aiconfigurator',
  marks: [[/\bserving_mode["']?\s*:\s*["']?afd\b/]],
  read: (calls) => calls.flatMap((call) => experimentsIn(call.keys).map(({ map, site }) => launchOf(call, map, site))),
  switches: [],
  poolSizeWords: {
    attention: '`afd_n_a_nodes`, `afd_tp_a` and the accelerators in a node of `system_name`',
    ffn: '`afd_n_f_nodes` and the accelerators in a node of `system_name`',
  },
  requests: {
    option: 'afd_a_batch_size',
    is: ': requests in flight per attention worker, before they are split into microbatches',
  },
  optionFile: { kind: 'aiconfigurator', isOne: (keys) => experimentsIn(keys).length > 0 },
  pools: nodePoolsOf,
  unlikeWorkers: {
    key: 'afd_tp_a',
    why: 'an attention worker has several accelerators and an FFN worker one, and the model counts workers alike',
  },
  limits: { code: 'AFD422', of: (here) => here.flatMap(experimentLimits) },
};

interface Experiment {
  readonly map: TreeMap;
  readonly site: TextRange;
}

function experimentsIn(keys: TreeMap | undefined): readonly Experiment[] {
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
