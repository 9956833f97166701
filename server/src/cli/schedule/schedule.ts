import { plainLine } from '../../text/format';
import { TraceLoader } from '../../workload/trace-loader';
import type { CommandContext, Output } from '../command-context';
import { withProgressBar } from '../progress-bar';
import { readTraceRequests } from '../read-trace-file';
import { canWriteResults, writeResult } from '../result-file';
import { runPolicies } from './run-policies';
import { scheduleJson } from './schedule-json';
import type { ScheduleArguments, StepSource } from './schedule-options';
import { schedulePlotHtml, schedulePlotSvg } from './schedule-plot';
import { readStepProfile } from './schedule-profile';
import { scheduleQuestion } from './schedule-question';
import type { ScheduleReport, StepFacts } from './schedule-report';
import { scheduleText } from './schedule-text';

/** Requests that are scheduled where nobody says how many: the default list takes some seconds for them. */
const defaultRequests = 10_000;

/** Schedules a trace under each policy and writes the comparison; returns the exit status, 130 when interrupted. */
export async function scheduleTrace(
  asked: ScheduleArguments,
  { out, error, blocking }: Omit<CommandContext, 'exit' | 'interrupted'>,
  signal: AbortSignal,
): Promise<number> {
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
    const drawn = /\.svg$/i.test(plot) ? schedulePlotSvg(report) : schedulePlotHtml(report);
    return (await writeResult(plot, drawn, force, error)) ? 0 : 2;
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
