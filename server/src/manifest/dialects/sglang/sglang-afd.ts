import { quote } from '../../../text/format';
import { known, knownValue, type Launch, type LaunchOption, type Stated } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { readSettings, type SettingReader, type Settings, settingPlace, settingReader } from '../../launches/settings';
import { byDefault, integer, placeOf, stated, word } from '../../launches/stated';
import { type BothRanks, type Dialect, hasOwnKey, mostRunning, writtenRanks } from '../dialect';
import { against, allInStep, type InStep, nothingInStep } from '../in-step';
import { expertsOf, topologyBy } from '../pool-limits';
import { mostLanes, sglangAfdLimits } from './sglang-afd-limits';
import { sglangAfdSettings } from './sglang-afd-settings';
import { readSglangOptions } from './sglang-launch';

/** SGLang with `--afd-execution-mode`, whose pools `--afd-config` counts in lanes. */
export const sglangAfd: Dialect = {
  engine: 'SGLang',
  marks: [[/--afd[-_][a-z]/], [/\bafd[-_]config\b/]],
  read: (calls) => calls.flatMap(launchesOf),
  switches: ['afd-config', 'afd-execution-mode'],
  poolSizeWords: { attention: '`attention_lanes`', ffn: '`lanes`' },
  requests: { option: '--max-running-requests', is: mostRunning },
  optionFile: { kind: 'sglang config', isOne: hasOwnKey(/^afd[-_](?:config|execution[-_]mode)$/) },
  topology: (group) => topologyBy('SGLang', { ffnDivides: admittedLanes(expertsOf(group)) }),
  inStep: sglangInStep,
  statedAlike,
  microbatchChoices: [2],
  settings: sglangAfdSettings,
  sharesExperts: ({ options }) => !options.has('ep-num-redundant-experts'),
  limits: { code: 'AFD421', of: (here) => here.flatMap(sglangAfdLimits) },
};

function launchesOf(call: ProgramCall): readonly Launch[] {
  const mode = call.options.get('afd-execution-mode');
  const isOff = mode === undefined || knownValue(stated(placeOf(mode), word)) === 'off';
  return isOff ? [] : [launchOf(call, mode)];
}

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

/** The FFN lanes that SGLang admits are the divisors of this. */
function admittedLanes(experts: number | undefined): number {
  return experts === undefined ? mostLanes : greatestDivisor(mostLanes, experts);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Lanes that are written; those that count both pools, where nothing else counts the attention pool, are FFN lanes. */
function statedAlike({ attentionRanks, ffnRanks }: Launch): BothRanks {
  const written = writtenRanks({ attentionRanks, ffnRanks });
  const isOneNumber = known(attentionRanks)?.keyRange.start === known(ffnRanks)?.keyRange.start;
  return isOneNumber ? { ...written, attentionRanks: undefined } : written;
}

/** SGLang fixes its parallel sizes: tensor parallel is all ranks, and so is data or expert parallel. */
function sglangInStep({ options }: Launch, pool: 'attention' | 'ffn', workers: number): InStep {
  const sizes = ['tensor-parallel-size', pool === 'attention' ? 'data-parallel-size' : 'expert-parallel-size'];
  const nodes = stated(placeOf(options.get('nnodes')), integer);
  return allInStep([
    ...sizes.map((name) => sizeInStep(name, options, workers)),
    nodes && knownValue(nodes) !== 1 ? against('its ranks are spread over several nodes') : nothingInStep,
  ]);
}

function sizeInStep(name: string, options: Launch['options'], workers: number): InStep {
  const size: Stated<number> = stated(placeOf(options.get(name)), integer);
  if (!size) return against(`${quote(`--${name}`)} is not written, and would have to change too`);
  const fact = known(size);
  if (!fact) return against(`${quote(`--${name}`)} is known only at run time`);
  return fact.value === workers
    ? { copies: [{ fact, factor: 1 }], obstacles: [] }
    : against(`${quote(`--${name}`)} is another number`);
}
