import { setImmediate } from 'node:timers/promises';
import type { PolicyName } from '../../scheduling/policies';
import { scheduleStudy } from '../../scheduling/schedule-study';
import type { SchedulingQuestion, SchedulingStudy } from '../../scheduling/study';
import type { CommandContext } from '../command-context';
import { loadLinearSolver } from './linear-solver';

/** Those that take a solver, which is loaded for them only. */
const linearPolicies: readonly PolicyName[] = ['sorted-lp', 'lp-swap'];

export interface RunOptions {
  readonly blocking: CommandContext['blocking'];
  readonly signal: AbortSignal;
  /** Share of the policies that are done, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * The study of a question, one policy after the other, with progress between them. Rejects with the signal's reason when
 * aborted.
 */
export async function runPolicies(
  question: SchedulingQuestion,
  { blocking, signal, onProgress }: RunOptions,
): Promise<SchedulingStudy> {
  const solve = question.policies.some((policy) => linearPolicies.includes(policy))
    ? await loadLinearSolver()
    : undefined;
  const parts: SchedulingStudy[] = [];
  for (const policy of question.policies) {
    onProgress(parts.length / question.policies.length);
    // Signals are delivered between two turns of the loop: from within one the first only ends it.
    await setImmediate();
    await setImmediate();
    signal.throwIfAborted();
    parts.push(blocking(() => scheduleStudy({ ...question, policies: [policy] }, solve)));
  }
  return {
    ...(parts[0] ?? scheduleStudy(question)),
    results: parts.flatMap(({ results }) => results),
    notRun: parts.flatMap(({ notRun }) => notRun),
  };
}
