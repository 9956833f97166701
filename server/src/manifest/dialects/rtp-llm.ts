import { knownValue, type Launch } from '../launches/launch';
import { type DialectReader, emptyLaunch, mainCalls, type ProgramCall, variablePlace } from '../launches/program-call';
import { byDefault, computed, integer, placeOf, type SettingPlace, stated, truth, word } from '../launches/stated';

/** RTP-LLM with `--enable_ffn_disaggregate 1`, or the variable of that name: all ranks but one are attention. */
export const readRtpLlm: DialectReader = (calls) => {
  const asked = calls.filter((call) => call.options.has('enable-ffn-disaggregate'));
  const called = asked.length > 0 ? asked : mainCalls(calls, ['ENABLE_FFN_DISAGGREGATE', 'enable_ffn_disaggregate']);
  return called.filter(isDisaggregated).map(launchOf);
};

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
