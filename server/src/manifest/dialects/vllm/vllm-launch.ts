import { rangeOfText } from '../../../text/mapped-text';
import type { Launch, LaunchOption, Stated } from '../../launches/launch';
import { knownValue } from '../../launches/launch';
import { countOption, type ProgramCall, policyOption, variablePlace } from '../../launches/program-call';
import { byDefault, computed, placeOf, scalarOf, stated, truth, word } from '../../launches/stated';

/** What every vLLM process is told by its own options, whichever way it learns of its pools. */
export function readVllmOptions(
  call: ProgramCall,
): Pick<
  Launch,
  | 'dataParallel'
  | 'tensorParallel'
  | 'prefillContextParallel'
  | 'maxNumSeqs'
  | 'maxNumBatchedTokens'
  | 'model'
  | 'schedulingPolicy'
> {
  return {
    dataParallel: countOption(call, 'data-parallel-size', 1),
    tensorParallel: countOption(call, 'tensor-parallel-size', 1),
    prefillContextParallel: countOption(call, 'prefill-context-parallel-size', 1),
    maxNumSeqs: countOption(call, 'max-num-seqs'),
    maxNumBatchedTokens: countOption(call, 'max-num-batched-tokens'),
    model: readModel(call),
    schedulingPolicy: policyOption(call, 'scheduling-policy'),
  };
}

/** The word behind `serve` or `fserver`, else `--model`, else what recipes keep in the environment. */
function readModel(call: ProgramCall): Stated<string> {
  const { positional, options } = call;
  const command = positional.findIndex(({ text }) => text === 'serve' || text === 'fserver');
  const text = command === -1 ? undefined : positional[command + 1];
  if (text) return stated({ keyRange: rangeOfText(positional[command]!), node: scalarOf(text) }, word);
  return stated(placeOf(options.get('model')), word) ?? stated(variablePlace(call, 'MODEL_PATH'), word);
}

/** vLLM's default for the fewest tokens of a decode batch that dual-batch overlap splits. */
const defaultDecodeThreshold = 32;

/**
 * Microbatches that vLLM's own batch splitting gives: two under dual-batch overlap, else the ubatch size; undefined where
 * neither is asked for. A batch of at most `--max-num-seqs` requests that is below the threshold is never split.
 */
export function readOverlap(call: ProgramCall, maxNumSeqs: Stated<number>): Stated<number> {
  const overlap = call.options.get('enable-dbo');
  const asked = overlap && isOn(call, 'enable-dbo') ? flagFact(overlap, 2) : ubatches(call);
  if (asked === undefined || !('value' in asked)) return asked;
  const threshold = countOption(call, 'dbo-decode-token-threshold', defaultDecodeThreshold);
  if (threshold === undefined || !('value' in threshold)) return threshold;
  const most = knownValue(maxNumSeqs);
  return most !== undefined && most < threshold.value ? computed(asked, () => 1) : asked;
}

function ubatches(call: ProgramCall): Stated<number> {
  const size = countOption(call, 'ubatch-size');
  return (knownValue(size) ?? 2) < 2 ? undefined : size;
}

/** Whether a flag is set: without a value, or with one that means yes. `--no-…` takes it back. */
export function isOn({ options }: ProgramCall, name: string): boolean {
  const option = options.get(name);
  if (!option || options.has(`no-${name}`)) return false;
  const value = placeOf(option);
  return value === undefined || knownValue(stated(value, truth)) === true;
}

/** What a flag means, at the flag itself. */
function flagFact(option: LaunchOption, value: number): Stated<number> {
  return { ...byDefault(value, option.nameRange), range: option.nameRange };
}
