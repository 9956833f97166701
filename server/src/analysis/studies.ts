import { BackgroundStore } from '../background/background-store';
import { reasonOf } from '../background/work';
import { WorkerThread } from '../background/worker-thread';
import type { Inputs, ScheduledTrace, StudyState } from '../evaluation/inputs';
import { onlineRequests } from '../evaluation/scheduling-requests';
import type { SchedulingQuestion, SchedulingStudy } from '../scheduling/study';
import type { Comparison } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import type { KeepRequests } from '../workload/request-list';
import type { RequestsOutcome } from '../workload/trace-loader';
import { studyWork } from './compute-study';
import type { Study, StudyResult, StudyResults } from './study';

export interface StudiesOptions {
  /** The bundled worker; without it studies are done in this thread. */
  readonly workerPath: string | undefined;
  /** Called when an answer is there that was asked for before. */
  readonly onChange?: () => void;
  /** Called once for each study that fails. */
  readonly log: (message: string, error: unknown) => void;
}

/** Reads requests of the trace that a schedule is asked for. */
export type ReadScheduled = (
  trace: ScheduledTrace,
  keep: KeepRequests,
  signal: AbortSignal,
) => Promise<RequestsOutcome>;

/** Requests that a schedule is made of at most, so that it is there in a moment. */
export const mostScheduled = 5000;

/**
 * Answers that are kept: more than documents of the largest file can ask for at once, else each would drop one that is asked
 * for again.
 */
const mostKept = 10_000;

/** What is computed in the background for all documents, the newest question first. */
export class Studies implements Required<Pick<Inputs, 'comparison'>> {
  private readonly store: BackgroundStore<StudyState<StudyResult<Study>>, Study['kind']>;
  private readonly thread: WorkerThread<Study, StudyResult<Study>>;

  constructor({ workerPath, onChange, log }: StudiesOptions) {
    this.store = new BackgroundStore<StudyState<StudyResult<Study>>, Study['kind']>({
      initial: { kind: 'computing' },
      failed: (error) => ({ kind: 'failed', why: reasonOf(error) }),
      log: (error, kind) => log(`a ${kind} failed`, error),
      onChange,
      mostKept,
    });
    this.thread = new WorkerThread(studyWork, { workerPath, order: 'newest first' });
  }

  comparison(question: StrategyQuestion): StudyState<Comparison> {
    const study = { kind: 'comparison', question } as const;
    return this.stateOf(JSON.stringify(study), study.kind, async () => study);
  }

  schedule(
    trace: ScheduledTrace,
    question: Omit<SchedulingQuestion, 'requests'>,
    read: ReadScheduled,
  ): StudyState<SchedulingStudy> {
    return this.stateOf(JSON.stringify(['schedule', trace, question]), 'schedule', async (signal) => {
      const outcome = await read(trace, { kind: 'first', limit: mostScheduled }, signal);
      if (outcome.kind !== 'ready') throw new Error(`the requests of ${trace.read.path} cannot be read`);
      const requests = onlineRequests(outcome.list, trace.stepSeconds / trace.stretch);
      return { kind: 'schedule', question: { ...question, requests } };
    });
  }

  /** Resolves when nothing is being worked on. */
  settled(): Promise<void> {
    return this.store.settled();
  }

  dispose(): void {
    // In this order, so that no study that waits is begun.
    void this.thread.dispose();
    this.store.dispose();
  }

  private stateOf<Kind extends Study['kind']>(
    key: string,
    kind: Kind,
    studyOf: (signal: AbortSignal) => Promise<Extract<Study, { readonly kind: Kind }>>,
  ): StudyState<StudyResults[Kind]> {
    const state = this.store.stateOf(key, kind, async (signal) => {
      const value = await this.thread.run(await studyOf(signal), { signal });
      return { kind: 'ready', value };
    });
    return state as StudyState<StudyResults[Kind]>;
  }
}
