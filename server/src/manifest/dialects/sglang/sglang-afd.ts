import { knownValue, type Launch, type LaunchOption } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { type DialectReader, emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { readSettings, type SettingReader, type Settings, settingPlace, settingReader } from '../../launches/settings';
import { byDefault, integer, placeOf, stated, word } from '../../launches/stated';
import { readSglangOptions } from './sglang-launch';

/** SGLang with `--afd-execution-mode`, whose pools `--afd-config` counts in lanes. */
export const readSglangAfd: DialectReader = (calls) =>
  calls.flatMap((call) => {
    const mode = call.options.get('afd-execution-mode');
    const isOff = mode === undefined || knownValue(stated(placeOf(mode), word)) === 'off';
    return isOff ? [] : [launchOf(call, mode)];
  });

function launchOf(call: ProgramCall, mode: LaunchOption): Launch {
  const { site } = call;
  const option = call.options.get('afd-config');
  const settings = option && readSettings(option);
  const read: SettingReader = settings
    ? settingReader(settings, site)
    : (_keys, _read, fallback) => (fallback === undefined ? undefined : byDefault(fallback, site));
  const role = stated(placeOf(mode), roleNamed);
  const lanes = read(['lanes'], integer, 1);
  return {
    ...emptyLaunch('sglang-afd', call),
    ...readSglangOptions(call),
    settings: settings?.map,
    problems: settings?.problems ?? [],
    role,
    pool: knownValue(role) ?? poolByName(call.carrier),
    host: read(['rendezvous_host'], word, '127.0.0.1'),
    port: read(['rendezvous_port'], integer, 1239),
    attentionRanks: isGiven(settings, 'attention_lanes') ? read(['attention_lanes'], integer) : lanes,
    ffnRanks: lanes,
    microbatches: read(['stages'], integer, 2),
  };
}

/** Whether a key has a value; `null` asks for the default. */
function isGiven(settings: Settings | undefined, key: string): boolean {
  const node = settingPlace(settings?.map, [key])?.node;
  return node !== undefined && !(node.kind === 'scalar' && node.value === null);
}
