import type { MemoryUse } from '../../evaluation/memory-use';
import type { Deployment } from '../../manifest/deployment';
import { placeHere, poolPlaceHere } from '../../manifest/place-here';
import type { AttentionFit } from '../../provisioning/memory/memory-fit';
import { formatAmount, formatCounted, quote } from '../../text/format';
import { type Finding, type Fix, finding, type Rule, type Severity, type Subject } from '../rule';
import { resizeFixes } from '../sizing/resize-fix';

export const weightsDoNotFit: Rule = {
  code: 'AFD501',
  title: 'Weights do not fit into memory',
  severity: 'error',
  check(subject) {
    const { deployment, evaluation } = subject;
    const memory = evaluation?.memory;
    if (!deployment || !memory) return [];
    return [...attentionFinding(deployment, memory.attention), ...ffnFinding(subject, deployment, memory)];
  },
};

/** Whether an attention worker's weights leave no room at all for KV cache; then no batch size helps. */
export function leaveNoRoom({ budget }: Pick<AttentionFit, 'budget'>): boolean {
  return budget.bytes <= 0;
}

function attentionFinding(deployment: Deployment, fit: AttentionFit): readonly Finding[] {
  if (!leaveNoRoom(fit)) return [];
  const { weights, reserve, capacity } = fit;
  const isCertain = weights >= capacity;
  const besides = isCertain ? '' : `, the engine ${formatAmount(reserve, 'B')}`;
  const message = `The attention weights take ${formatAmount(weights, 'B')}${besides}; ${deviceText(deployment, 'attentionDevice', capacity)}.`;
  const severity = severityOf(isCertain);
  return [finding(weightsDoNotFit, placeHere(deployment, deployment.hardware.attentionDevice), message, { severity })];
}

function ffnFinding(subject: Subject, deployment: Deployment, { ffn, smallestFfn }: MemoryUse): readonly Finding[] {
  const { verdict, capacity, weights, activations, reserve } = ffn;
  if (verdict !== 'cannot fit' && verdict !== 'over') return [];
  const needs = `An FFN worker needs ${formatAmount(weights + activations, 'B')} (weights ${formatAmount(weights, 'B')})`;
  const besides = verdict === 'over' ? `, the engine ${formatAmount(reserve, 'B')}` : '';
  const enough =
    smallestFfn === undefined ? 'more FFN workers do not help' : `it takes ${formatCounted(smallestFfn, 'FFN worker')}`;
  const message = `${needs}${besides}; ${deviceText(deployment, 'ffnDevice', capacity)}: ${enough}.`;
  return [
    finding(weightsDoNotFit, poolPlaceHere(deployment.ffn!) ?? deployment.factsRange, message, {
      severity: severityOf(verdict === 'cannot fit'),
      fixes: () => (smallestFfn === undefined ? [] : ffnFixes(subject, deployment, smallestFfn)),
    }),
  ];
}

/** What fits but for the engine's reserve may still run: the reserve is an estimate. */
function severityOf(isCertain: boolean): Severity {
  return isCertain ? 'error' : 'warning';
}

function deviceText({ hardware }: Deployment, pool: 'attentionDevice' | 'ffnDevice', capacity: number): string {
  return `${quote(hardware[pool]!.value)} has ${formatAmount(capacity, 'B')}`;
}

/** Never preferred: more workers cost money, and other pools may be better. */
function ffnFixes(subject: Subject, deployment: Deployment, ffn: number): readonly Fix[] {
  const title = `Change to ${formatCounted(ffn, 'FFN worker')}, the fewest that hold the weights`;
  return resizeFixes(subject, deployment, { attention: deployment.attention!.workers, ffn }, () => title);
}
