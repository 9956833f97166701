import { withinCycleTime } from '../cycle/cycle-time';
import { bendsWithPools } from '../cycle/frozen-lines';
import type { AnswerForm, OperatingPoint } from '../cycle/operating-point';
import { throughputPerInstance } from '../cycle/throughput';
import { largestOfUnimodal, lastOfPrefix } from '../mathematics/unimodal-search';
import { boundedSearch } from './bounded-search';
import type { PoolChoices } from './pool-limits';

/**
 * The index of best throughput per instance among choices that a search goes through, those within the bound on E[tau],
 * which `rises` or `falls` along them; undefined where none is. Evaluates some tens of choices, not all; some more where
 * stage times bend. Source: docs/theory.md, "Integer search", "Bounded search".
 */
export function bestChoice(
  point: OperatingPoint,
  form: AnswerForm,
  choices: PoolChoices,
  maxCycleTime: number | undefined,
  cycleTime: 'rises' | 'falls',
): number | undefined {
  if (choices.size === 0) return undefined;
  if (bendsWithPools(point.latency)) return boundedSearch(point, form, choices, maxCycleTime).best();
  const last = choices.size - 1;
  const best = largestOfUnimodal((index) => throughputPerInstance(point, choices.at(index), form), 0, last);
  const fastEnough = (index: number): boolean => withinCycleTime(point, choices.at(index), form, maxCycleTime);
  if (fastEnough(best)) return best;
  if (cycleTime === 'rises') return lastOfPrefix(fastEnough, 0, best);
  const tooSlow = lastOfPrefix((index) => !fastEnough(index), best, last) ?? last;
  return tooSlow === last ? undefined : tooSlow + 1;
}
