import { knownValue, type Launch, type Stated } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { emptyLaunch, mainCalls, type ProgramCall, variablePlace } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { computed, integer, placeOf, stated, truth, word } from '../../launches/stated';
import { type Dialect, hasOwnKey, mostRunning } from '../dialect';
import { sglAfdPluginLimits } from './sgl-afd-plugin-limits';
import { readSglangOptions } from './sglang-launch';

const switchName = 'SGLANG_AFD_PLUGIN_ENABLED';

/** SGLang with the community's AFD plugin: one world of nodes, each told by `--afd-role` to which pool it belongs. */
export const sglAfdPlugin: Dialect = {
  engine: 'the AFD plugin for SGLang',
  marks: [[/\bSGLANG_AFD_PLUGIN_ENABLED\b/]],
  read: readLaunches,
  switches: ['afd-role'],
  poolSizeWords: { attention: '`--tp-size` and `--nnodes`', ffn: '`--tp-size` and `--nnodes`' },
  requests: { option: '--max-running-requests', is: mostRunning },
  optionFile: { kind: 'sglang config', isOne: hasOwnKey(/^afd[-_]role$/) },
  limits: { code: 'AFD421', of: (here) => here.flatMap(sglAfdPluginLimits) },
};

function readLaunches(calls: readonly ProgramCall[]): readonly Launch[] {
  const enabled = calls.filter((call) => knownValue(stated(variablePlace(call, switchName), truth)) === true);
  const told = enabled.filter(({ options }) => options.has('afd-role'));
  return (told.length > 0 ? told : mainCalls(enabled, [switchName])).map(launchOf);
}

function launchOf(call: ProgramCall): Launch {
  const role = stated(placeOf(call.options.get('afd-role')), roleNamed);
  const ranks = ranksOfEach(call);
  return {
    ...emptyLaunch('sgl-afd-plugin', call),
    ...readSglangOptions(call),
    role,
    pool: knownValue(role) ?? poolByName(call.carrier),
    connector: stated(placeOf(call.options.get('moe-a2a-backend')), word),
    attentionRanks: ranks,
    ffnRanks: ranks,
  };
}

/** Two nodes are one of either pool, with half of the ranks each; how more are shared out no single launch says. */
function ranksOfEach(call: ProgramCall): Stated<number> {
  const nodes = knownValue(stated(placeOf(call.options.get('nnodes')), integer));
  const ranks = stated(placeOf(call.options.get('tensor-parallel-size')), integer);
  return nodes === 2 ? computed(ranks, (all) => (all % 2 === 0 ? all / 2 : undefined)) : undefined;
}
