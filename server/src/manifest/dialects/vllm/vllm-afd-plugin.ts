import { known, knownValue, type Launch, type Stated } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { type DialectReader, emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { readAfdSize, readSettings, type Settings, settingPlace, settingReader } from '../../launches/settings';
import { byDefault, integer, stated, truth, word } from '../../launches/stated';
import { readOverlap, readVllmOptions } from './vllm-launch';

/**
 * vLLM with its AFD plugin: the object `afd` in `--additional-config`, as JSON, as dotted flags or as a map of a
 * configuration file. Spellings of older generations are read too, so that their numbers are known.
 */
export const readVllmAfdPlugin: DialectReader = (calls) =>
  calls.flatMap((call) => {
    const option = call.options.get('additional-config');
    const settings = option && readSettings(option, 'afd');
    return settings ? [launchOf(call, settings)] : [];
  });

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
