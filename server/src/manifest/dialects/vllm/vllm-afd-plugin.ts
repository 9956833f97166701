import { known, knownValue, type Launch, type Stated } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { readAfdSize, readSettings, type Settings, settingPlace, settingReader } from '../../launches/settings';
import { byDefault, integer, stated, truth, word } from '../../launches/stated';
import { type Dialect, hasOwnKey } from '../dialect';
import { pluginConnectors } from './plugin-connectors';
import { pluginSettings } from './plugin-settings';
import { countMarks, vllmEngine } from './vllm-engine';
import { readOverlap, readVllmOptions } from './vllm-launch';
import { vllmTopology } from './vllm-topology';

/**
 * vLLM with its AFD plugin: the object `afd` in `--additional-config`, as JSON, as dotted flags or as a map of a
 * configuration file. Spellings of older generations are read too, so that their numbers are known.
 */
export const vllmAfdPlugin: Dialect = {
  ...vllmEngine,
  engine: 'the AFD plugin',
  marks: [[/additional[-_]config/, /\bafd\b/], countMarks],
  read: (calls) => calls.flatMap(launchesOf),
  switches: ['additional-config'],
  poolSizeWords: { attention: '`num_attention_ranks`', ffn: '`num_ffn_ranks`' },
  optionFile: { kind: 'vllm config', isOne: hasOwnKey(/^additional[-_]config(?:\.|$)/) },
  topology: (group, generation) => vllmTopology(pluginConnectors, group, generation),
  statedAlike: (launch) => launch,
  rankSettings: {
    attention: 'num_attention_ranks',
    ffn: 'num_ffn_ranks',
    byHand: ['afd_role_rank', 'afd_server_rank'],
  },
  microbatchChoices: [1, 2],
  overlap: { option: 'enable-dbo', sizeOption: 'ubatch-size' },
  settings: pluginSettings,
  gateSetting: 'compute_gate_on_attention',
  connectors: pluginConnectors,
  asynchronousMode: {
    setting: ['async_dp', 'async'],
    connector: 'CAMAsyncAFDConnector',
    others: ['GpuAsyncAFDConnector'],
    microbatching: 'async_moe_ubatching',
  },
  plugin: { choosesWorkersSince: '2026-08-01' },
  modelRunnerVariable: 'VLLM_USE_V2_MODEL_RUNNER',
  httpPort: 8000,
  needsHeadlessService: true,
};

function launchesOf(call: ProgramCall): readonly Launch[] {
  const option = call.options.get('additional-config');
  const settings = option && readSettings(option, 'afd');
  return settings ? [launchOf(call, settings)] : [];
}

function launchOf(call: ProgramCall, settings: Settings): Launch {
  const read = settingReader(settings, call.site);
  const own = readVllmOptions(call);
  const role = read(['role', 'afd_role'], roleNamed, 'attention');
  const size = readAfdSize(settings.map);
  const ranks = (key: string, bySize: Stated<number>, older: string): Stated<number> =>
    settingPlace(settings.map, [key]) ? read([key], integer) : (bySize ?? read([older], integer, 1));
  return {
    ...emptyLaunch('vllm-afd-plugin', call),
    ...own,
    settings: settings.map,
    problems: settings.problems,
    role,
    pool: knownValue(role) ?? poolByName(call.carrier),
    connector: read(['connector', 'afd_connector'], word, 'P2pNcclAFDConnector'),
    host: read(['host', 'afd_host'], word, '127.0.0.1'),
    port: read(['port', 'afd_port'], integer, 1239),
    attentionRanks: ranks('num_attention_ranks', size.attention, 'num_attention_servers'),
    ffnRanks: ranks('num_ffn_ranks', size.ffn, 'num_ffn_servers'),
    microbatches: readOverlap(call, own.maxNumSeqs) ?? splitRequests(settings, call) ?? byDefault(1, call.site),
  };
}

/** The asynchronous connector splits a batch itself, where its extra settings say so. */
function splitRequests({ map }: Settings, { site }: ProgramCall): Stated<number> {
  const extra = settingPlace(map, ['connector_extra_config'])?.node;
  const asked = stated(settingPlace(extra, ['async_moe_ubatching']), truth);
  if (asked === undefined || !('value' in asked)) return asked;
  const count = stated(settingPlace(extra, ['async_moe_num_ubatches']), integer) ?? byDefault(2, site);
  return known(asked)?.value ? count : undefined;
}
