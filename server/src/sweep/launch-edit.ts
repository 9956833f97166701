import type { Deployment } from '../manifest/deployment';
import { isExactResize, type ResizableText } from '../manifest/exact-resize';
import type { Fact } from '../manifest/fact';
import { resizes } from '../manifest/resize';
import { formatNumber, formatTime, quote } from '../text/format';
import type { FileEdits, TextEdit } from '../text/text-range';
import { changeProblem, notEditable } from './deployment-edit';
import type { DeploymentChange } from './sweep';

type Outcome =
  | { readonly edits: readonly TextEdit[]; readonly elsewhere: readonly FileEdits[] }
  | { readonly problem: string };

const sideEffect = 'The sizes cannot be written without changing something else, such as another use of a number.';

/**
 * The edits that give a deployment stated by launches the wanted pools, wherever they are stated, and change nothing
 * else; or why there are none. Other values have no one place in a launch: a change of them is for the reader to make.
 */
export function launchEdits(stated: ResizableText, deployment: Deployment, change: DeploymentChange): Outcome {
  const { attention, ffn } = deployment;
  const problem =
    changeProblem(deployment, change) ?? notEditable(deployment, change) ?? byHand(stated.text, deployment, change);
  if (problem !== undefined) return { problem };
  if (!attention || !ffn) return { edits: [], elsewhere: [] };
  const pools = { attention: change.attention ?? attention.workers, ffn: change.ffn ?? ffn.workers };
  if (pools.attention === attention.workers && pools.ffn === ffn.workers) return { edits: [], elsewhere: [] };
  const exact = resizes(deployment, pools).find((resize) => isExactResize(stated, deployment, pools, resize));
  return exact ?? { problem: sideEffect };
}

/** What a reader must change by hand, in a sentence; undefined where pools alone change. */
function byHand(text: string, deployment: Deployment, change: DeploymentChange): string | undefined {
  const { batchSize, microbatches, latencyProfile, tpotSeconds } = deployment;
  const differs = <T>(fact: Fact<T> | undefined, wanted: T | undefined): wanted is T =>
    wanted !== undefined && wanted !== fact?.value;
  const wanted: string[] = [];
  const ask = (what: string, fact: Fact<unknown> | undefined, value: string) =>
    wanted.push(`${what}${whereSet(text, fact)} to ${value}`);
  if (differs(batchSize, change.batchSize))
    ask('the batch size', batchSize, `${formatNumber(change.batchSize)} per microbatch`);
  if (differs(microbatches, change.microbatches))
    ask('the number of microbatches', microbatches, `${change.microbatches}`);
  if (differs(latencyProfile, change.profile)) ask('the latency profile', latencyProfile, quote(change.profile));
  if (differs(tpotSeconds, change.tpotSeconds)) {
    ask('the TPOT objective', tpotSeconds, formatTime(change.tpotSeconds, 's'));
  }
  return wanted.length === 0
    ? undefined
    : `Only pool sizes are written into a launch; change ${wanted.join(', ')} by hand.`;
}

/** The option or file that sets a value, in brackets; empty where none is known. */
function whereSet(text: string, fact: Fact<unknown> | undefined): string {
  if (fact?.setIn !== undefined) return ` (set in ${quote(fact.setIn)})`;
  if (fact === undefined || fact.file !== undefined) return '';
  const key = text.slice(fact.keyRange.start, fact.keyRange.end);
  // What is derived may point at the program that has a default.
  const isOption = key.startsWith('-') || (fact.literal !== false && /^[\w.-]+$/.test(key));
  return isOption ? ` (${quote(key)})` : '';
}
