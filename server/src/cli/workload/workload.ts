import { thetaConfidence } from '../../evaluation/workload/theta-confidence';
import { lengthSpread } from '../../workload/length-spread';
import { estimateFromTrace } from '../../workload/trace-estimate';
import { TraceLoader } from '../../workload/trace-loader';
import type { ColumnMapping } from '../../workload/trace-summary';
import type { CommandContext } from '../command-context';
import { readTraceFile } from '../read-trace-file';
import { workloadJson } from './workload-json';
import type { WorkloadReport } from './workload-report';
import { workloadMarkdown, workloadText } from './workload-text';
import { workloadYaml } from './workload-yaml';

const formats = {
  text: workloadText,
  markdown: workloadMarkdown,
  json: (report: WorkloadReport) => `${JSON.stringify(workloadJson(report), null, 2)}\n`,
  yaml: workloadYaml,
} as const;

export const workloadFormats = Object.keys(formats) as readonly (keyof typeof formats)[];

/** What the command line asks about a trace. */
export interface WorkloadArguments {
  readonly file: string;
  readonly format: keyof typeof formats;
  readonly columns: ColumnMapping | undefined;
}

/** Reads the trace and writes what it says; returns the exit status. */
export async function runWorkload(
  { file, columns, format }: WorkloadArguments,
  { out, error, interrupted }: CommandContext,
): Promise<number> {
  const loader = new TraceLoader();
  const reading = await readTraceFile(loader, file, columns, error, interrupted());
  loader.dispose();
  if ('status' in reading) return reading.status;
  const { summary } = reading;
  const estimate = estimateFromTrace(summary);
  const spread = lengthSpread(summary.moments);
  out(formats[format]({ file, summary, estimate, spread, confidence: thetaConfidence(estimate) }));
  return 0;
}
