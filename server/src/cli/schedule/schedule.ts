import type { Pools } from '../../provisioning/cycle/operating-point';
import type { PolicyName } from '../../scheduling/policies';
import type { SchedulingQuestion } from '../../scheduling/study';
import { plainLine } from '../../text/format';
import { TraceLoader } from '../../workload/trace-loader';
import type { ColumnMapping } from '../../workload/trace-summary';
import type { CommandContext, Output } from '../command-context';
import { withProgressBar } from '../progress-bar';
import { readTraceRequests } from '../read-trace-file';
import { canWriteResults, writeDrawing } from '../result-file';
import type { TextOrJson } from '../shared-options';
import { runPolicies } from './run-policies';
import { scheduleJson } from './schedule-json';
import { schedulePlotHtml, schedulePlotSvg } from './schedule-plot';
import { readStepProfile } from './schedule-profile';
import { scheduleQuestion } from './schedule-question';
import type { ScheduleReport, StepFacts } from './schedule-report';
import { scheduleText } from './schedule-text';

/** What the command line asks of a study of request orders. */
export interface ScheduleArguments {
  readonly file: string;
  /** M. */
  readonly kvTokens: number;
  readonly policies: readonly PolicyName[];
  readonly mode: SchedulingQuestion['mode'];
  /** The first so many of the trace; undefined: as many as are scheduled at most. */
  readonly requests: number | undefined;
  /** How long a step takes, from a number or from a profile; undefined: not known. */
  readonly step: StepSource | undefined;
  readonly predictionNoise: number;
  readonly ageingSteps: number | undefined;
  readonly seed: number;
  readonly columns: ColumnMapping | undefined;
  readonly format: TextOrJson;
  readonly plot: string | undefined;
  readonly force: boolean;
}

export type StepSource =
  | { readonly kind: 'time'; readonly seconds: number }
  | {
      readonly kind: 'profile';
      /** A built-in id, or a path from the working folder. */
      readonly profile: string;
      readonly pools: Pools;
      readonly microbatches: number;
    };

/** Requests that are scheduled where nobody says how many: the default list takes some seconds for them. */
const defaultRequests = 10_000;

/** Schedules a trace under each policy and writes the comparison; returns the exit status, 130 when interrupted. */
export async function runSchedule(asked: ScheduleArguments, context: CommandContext): Promise<number> {
  const { out, error, blocking } = context;
  const signal = context.interrupted();
  const { file, columns, plot, force } = asked;
  if (plot !== undefined && !(await canWriteResults([plot], force, error))) return 2;
  const step = asked.step && (await readStep(asked.step, error));
  if (asked.step && !step) return 2;
  const loader = new TraceLoader();
  const keep = { kind: 'first', limit: asked.requests ?? defaultRequests } as const;
  const reading = await readTraceRequests(loader, file, { columns, keep }, error, signal);
  loader.dispose();
  if ('status' in reading) return reading.status;
  const prepared = scheduleQuestion(asked, reading, step);
  if ('problem' in prepared) {
    error(plainLine(`${file}: ${prepared.problem}`));
    return 2;
  }
  try {
    const study = await withProgressBar('scheduling', (onProgress) =>
      runPolicies(prepared.question, { blocking, signal, onProgress }),
    );
    const report: ScheduleReport = { ...prepared.about, study };
    out(asked.format === 'json' ? `${JSON.stringify(scheduleJson(report), null, 2)}\n` : scheduleText(report));
    if (plot === undefined) return 0;
    const drawing = { svg: () => schedulePlotSvg(report), html: () => schedulePlotHtml(report) };
    return (await writeDrawing(plot, drawing, force, error)) ? 0 : 2;
  } catch (reason) {
    if (signal.aborted) return 130;
    throw reason;
  }
}

/** What is known of a step before any load; undefined where a line has said why nothing is. */
async function readStep(source: StepSource, error: Output['error']): Promise<StepFacts | undefined> {
  if (source.kind === 'time') return source;
  const profile = await readStepProfile(source.profile, source.pools, error);
  return profile && { ...source, profile, meanSeconds: undefined };
}
