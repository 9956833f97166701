import { knownMicrobatches } from './cycle-time';
import type { AnswerForm, OperatingPoint, Pools, Regime } from './operating-point';
import { stageTimes } from './stage-times';

/**
 * What sets the cycle: the longest of the (slowest) attention, communication and FFN times; in the pipeline form
 * communication is not a stage of its own, and the answer is 'pipeline' where the shared sum exceeds both others.
 * A tie goes to attention, then FFN. Source: arXiv 2601.21351 v1 eqs 15-20; docs/theory.md, "Regimes".
 */
export function regime(point: OperatingPoint, pools: Pools, form: AnswerForm): Regime {
  const times = stageTimes(point, pools);
  const attention = form === 'mean-field' ? times.attention : times.attentionSlowest;
  const { communication, ffn } = times;
  const longest = Math.max(attention, ffn);
  if (form === 'pipeline') {
    if ((attention + ffn + communication) / knownMicrobatches(point) > longest) return 'pipeline';
  } else if (communication > longest) {
    return 'communication';
  }
  return attention >= ffn ? 'attention' : 'ffn';
}
