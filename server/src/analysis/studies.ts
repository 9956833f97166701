import type { Inputs, ScheduledTrace, StudyState } from '../evaluation/inputs';
import { onlineRequests } from '../evaluation/scheduling-requests';
import type { SchedulingQuestion, SchedulingStudy } from '../scheduling/study';
import type { Comparison } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import type { KeepRequests } from '../workload/request-list';
import type { RequestsOutcome } from '../workload/trace-loader';
import { StudyStore, type StudyStoreOptions } from './study-store';
import { StudyThread } from './study-thread';

export interface StudiesOptions extends StudyStoreOptions {
  /** The bundled study-worker; without it studies are done in this thread. */
  readonly workerPath: string | undefined;
}

/** Reads requests of the trace that a schedule is asked for. */
export type ReadScheduled = (
  trace: ScheduledTrace,
  keep: KeepRequests,
  signal: AbortSignal,
) => Promise<RequestsOutcome>;

/** Requests that a schedule is made of at most, so that it is there in a moment. */
export const mostScheduled = 5000;

/** What is computed in the background for all documents. */
export class Studies implements Required<Pick<Inputs, 'comparison'>> {
  private readonly store: StudyStore;
  private readonly thread: StudyThread;

  constructor({ workerPath, ...options }: StudiesOptions) {
    this.store = new StudyStore(options);
    this.thread = new StudyThread(workerPath);
  }

  comparison(question: StrategyQuestion): StudyState<Comparison> {
    const study = { kind: 'comparison', question } as const;
    return this.store.stateOf(JSON.stringify(study), (signal) => this.thread.run(study, signal));
  }

  schedule(
    trace: ScheduledTrace,
    question: Omit<SchedulingQuestion, 'requests'>,
    read: ReadScheduled,
  ): StudyState<SchedulingStudy> {
    const key = JSON.stringify(['schedule', trace, question]);
    return this.store.stateOf(key, async (signal) => {
      const outcome = await read(trace, { kind: 'first', limit: mostScheduled }, signal);
      if (outcome.kind !== 'ready') throw new Error(`the requests of ${trace.read.path} cannot be read`);
      const requests = onlineRequests(outcome.list, trace.stepSeconds / trace.stretch);
      return this.thread.run({ kind: 'schedule', question: { ...question, requests } }, signal);
    });
  }

  /** Resolves when nothing is being worked on. */
  settled(): Promise<void> {
    return this.store.settled();
  }

  dispose(): void {
    // In this order, so that no study that waits is begun.
    this.thread.dispose();
    this.store.dispose();
  }
}
