import { unknownMicrobatches } from './cycle-time';
import type { AnswerForm, OperatingPoint, Pools, Regime } from './operating-point';
import { stageTimes } from './stage-times';

/**
 * What sets the cycle: the longest of the (slowest) attention, communication and FFN times. In the pipeline form
 * attention counts over its m microbatches, communication counts one way, since both directions are used at once, and
 * the answer is 'pipeline' where the round trip shared among the microbatches exceeds the other three.
 * A tie goes to attention, then FFN. Source: arXiv 2601.21351 v1 eqs 15-20; docs/theory.md, "Regimes".
 */
export function regime(point: OperatingPoint, pools: Pools, form: AnswerForm): Regime {
  const times = stageTimes(point, pools);
  if (form !== 'pipeline') {
    const attention = form === 'mean-field' ? times.attention : times.attentionSlowest;
    return longestStage(attention, times.communication, times.ffn);
  }
  const { attentionSustained, roundTripShare, communication, ffn } = times;
  if (attentionSustained === undefined || roundTripShare === undefined) throw unknownMicrobatches();
  if (roundTripShare > Math.max(attentionSustained, communication / 2, ffn)) return 'pipeline';
  return longestStage(attentionSustained, communication / 2, ffn);
}

function longestStage(attention: number, communication: number, ffn: number): Regime {
  if (communication > Math.max(attention, ffn)) return 'communication';
  return attention >= ffn ? 'attention' : 'ffn';
}
