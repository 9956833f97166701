import { type Command, Option } from 'commander';
import { thetaConfidence } from '../../evaluation/theta-confidence';
import { lengthSpread } from '../../workload/length-spread';
import { estimateFromMoments } from '../../workload/theta-estimate';
import { TraceLoader } from '../../workload/trace-loader';
import type { ColumnMapping } from '../../workload/trace-summary';
import { columnsOption } from '../columns-option';
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

interface WorkloadOptions {
  readonly format: keyof typeof formats;
  readonly columns?: ColumnMapping;
}

/** `workload TRACE` */
export function addWorkload(program: Command, context: CommandContext): void {
  program
    .command('workload')
    .description('what a request trace says: theta, nu, and how certain they are')
    .argument('<trace>', 'one request trace')
    .allowExcessArguments(false)
    .addOption(columnsOption())
    .addOption(
      new Option('--format <format>', 'yaml: statistics for a manifest').choices(Object.keys(formats)).default('text'),
    )
    .action(async (trace: string, options: WorkloadOptions) =>
      context.exit(await readWorkload(trace, options, context)),
    );
}

/** Reads the trace and writes what it says; returns the exit status. */
async function readWorkload(
  file: string,
  { columns, format }: WorkloadOptions,
  { out, error, interrupted }: CommandContext,
): Promise<number> {
  const loader = new TraceLoader();
  const reading = await readTraceFile(loader, file, columns, error, interrupted());
  loader.dispose();
  if ('status' in reading) return reading.status;
  const { summary } = reading;
  const estimate = estimateFromMoments(summary.moments);
  const spread = lengthSpread(summary.moments);
  out(formats[format]({ file, summary, estimate, spread, confidence: thetaConfidence(estimate) }));
  return 0;
}
