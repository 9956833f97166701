import { quote } from '../../text/format';
import { known, knownValue, type Launch } from '../launches/launch';
import { emptyLaunch, mainCalls, type ProgramCall, variablePlace } from '../launches/program-call';
import { byDefault, computed, integer, placeOf, type SettingPlace, stated, truth, word } from '../launches/stated';
import type { Dialect } from './dialect';
import { type Limit, limitAt } from './limit';
import { topologyBy } from './pool-limits';

/** RTP-LLM with `--enable_ffn_disaggregate 1`, or the variable of that name: all ranks but one are attention. */
export const rtpLlm: Dialect = {
  engine: 'RTP-LLM',
  marks: [[/\benable[-_]ffn[-_]disaggregate\b/i]],
  read: readLaunches,
  switches: ['enable-ffn-disaggregate'],
  poolSizeWords: { attention: '`--world_size`', ffn: '`--world_size`' },
  requests: undefined,
  topology: () => topologyBy('RTP-LLM', { ffnDivides: 1 }),
  limits: { code: 'AFD424', of: (here) => here.flatMap(worldLimits) },
};

function readLaunches(calls: readonly ProgramCall[]): readonly Launch[] {
  const asked = calls.filter((call) => call.options.has('enable-ffn-disaggregate'));
  const called = asked.length > 0 ? asked : mainCalls(calls, ['ENABLE_FFN_DISAGGREGATE', 'enable_ffn_disaggregate']);
  return called.filter(isDisaggregated).map(launchOf);
}

function isDisaggregated(call: ProgramCall): boolean {
  return knownValue(stated(settingOf(call, 'enable-ffn-disaggregate'), truth)) === true;
}

/** An option, or the variable of the same name in either case. */
function settingOf(call: ProgramCall, name: string, variable = name.replaceAll('-', '_')): SettingPlace | undefined {
  return (
    placeOf(call.options.get(name)) ??
    variablePlace(call, variable.toUpperCase()) ??
    variablePlace(call, variable.toLowerCase())
  );
}

function launchOf(call: ProgramCall): Launch {
  return {
    ...emptyLaunch('rtp-llm', call),
    pool: 'both',
    attentionRanks: computed(stated(settingOf(call, 'world-size'), integer), (ranks) => ranks - 1),
    ffnRanks: byDefault(1, call.site),
    dataParallel: stated(settingOf(call, 'data-parallel-size', 'dp_size'), integer),
    tensorParallel: stated(settingOf(call, 'tensor-parallel-size', 'tp_size'), integer) ?? byDefault(1, call.site),
    model: stated(settingOf(call, 'checkpoint-path'), word),
  };
}

/** All ranks but the one of the FFN are attention, each with a batch of its own. */
function worldLimits({ attentionRanks, tensorParallel, dataParallel }: Launch): readonly Limit[] {
  const limits: Limit[] = [];
  const attention = known(attentionRanks);
  const world = attention && attention.value + 1;
  const tensor = known(tensorParallel);
  const data = known(dataParallel);
  if (tensor && tensor.value !== 1) {
    limits.push(
      limitAt(tensor, `${quote('tp_size')} is ${tensor.value}: with FFN disaggregation RTP-LLM requires 1.`, 1),
    );
  }
  if (attention && world !== undefined && world <= 1) {
    limits.push(
      limitAt(attention, `A world of ${world} has no attention rank beside the FFN rank: it must be more than 1.`),
    );
  }
  if (data && world !== undefined && world > 1 && data.value !== world) {
    const message = `${quote('dp_size')} is ${data.value}, ${quote('world_size')} ${world}: with FFN disaggregation they must be equal.`;
    limits.push(limitAt(data, message, world));
  }
  return limits;
}
