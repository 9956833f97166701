import { rangeOfText } from '../../../text/mapped-text';
import { knownValue, type Launch, type Stated } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { emptyLaunch, type ProgramCall, variablePlace } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { readAfdSize, readSettings, type Settings, settingReader } from '../../launches/settings';
import { byDefault, computed, integer, stated, word } from '../../launches/stated';
import { type Dialect, hasOwnKey, writtenRanks } from '../dialect';
import { configConnectors } from './config-connectors';
import { configSettings } from './config-settings';
import { countMarks, vllmEngine } from './vllm-engine';
import { readOverlap, readVllmOptions } from './vllm-launch';
import { vllmTopology } from './vllm-topology';

/** vLLM with AFD of its own, before the plugin: `--afd-config`, whose FFN side is started by `vllm fserver`. */
export const vllmAfdConfig: Dialect = {
  ...vllmEngine,
  engine: 'vLLM',
  marks: [[/\bafd[-_]config\b/], countMarks],
  read: (calls) => calls.flatMap(launchesOf),
  switches: ['afd-config'],
  poolSizeWords: { attention: '`num_attention_servers`', ffn: '`num_ffn_servers`' },
  optionFile: { kind: 'vllm config', isOne: hasOwnKey(/^afd[-_]config$/) },
  topology: (group, generation) => vllmTopology(configConnectors, group, generation),
  statedAlike: writtenRanks,
  overlap: { option: 'enable-dbo', overrides: 'num_afd_stages' },
  settings: configSettings,
  hasUnlistedSettings: true,
  connectors: configConnectors,
  httpPort: 'unknown',
};

function launchesOf(call: ProgramCall): readonly Launch[] {
  const option = call.options.get('afd-config');
  const settings = option && !call.options.has('afd-execution-mode') ? readSettings(option) : undefined;
  return settings ? [launchOf(call, settings)] : [];
}

function launchOf(call: ProgramCall, settings: Settings): Launch {
  const read = settingReader(settings, call.site);
  const own = readVllmOptions(call);
  const role = read(['afd_role', 'role'], roleNamed) ?? roleOfProgram(call);
  const pool = knownValue(role) ?? poolByName(call.carrier);
  const size = readAfdSize(settings.map);
  const ranks = (of: 'attention' | 'ffn'): Stated<number> =>
    size[of] ?? ranksOf(read([`num_${of}_servers`], integer, 1), of === pool, own.tensorParallel, call);
  return {
    ...emptyLaunch('vllm-afd-config', call),
    ...own,
    settings: settings.map,
    problems: settings.problems,
    role,
    pool,
    connector: read(['afd_connector', 'connector'], word, 'dummy'),
    host: read(['afd_host', 'host'], word, '127.0.0.1'),
    port: read(['afd_port', 'port'], integer, 1239),
    attentionRanks: ranks('attention'),
    ffnRanks: ranks('ffn'),
    microbatches: readOverlap(call, own.maxNumSeqs) ?? read(['num_afd_stages'], integer, 3),
  };
}

function roleOfProgram({ positional, site }: ProgramCall): Stated<'attention' | 'ffn'> {
  const fserver = positional.find(({ text }) => text === 'fserver');
  if (!fserver) return byDefault('attention', site);
  const { exact: _, ...range } = rangeOfText(fserver);
  return { ...byDefault('ffn', range), range };
}

/**
 * Here a count is one of servers. A server has as many ranks as `DMLC_GROUP_SIZE` says, else its tensor parallel size,
 * which for the other pool only its own launch tells.
 */
function ranksOf(
  servers: Stated<number>,
  isOwn: boolean,
  tensorParallel: Stated<number>,
  call: ProgramCall,
): Stated<number> {
  const group = stated(variablePlace(call, 'DMLC_GROUP_SIZE'), integer);
  const perServer = group ?? tensorParallel;
  if (!perServer || !('value' in perServer)) return perServer;
  const holdsHere = group !== undefined || isOwn || perServer.value === 1;
  return holdsHere ? computed(servers, (count) => count * perServer.value) : undefined;
}
