import { type Analysis, type FileFinding, findingsIn } from '../../server/src/analysis/analysis';
import { Analyzer } from '../../server/src/analysis/analyze';
import type { FileKind } from '../../server/src/configuration/configuration';
import { defaultFileSettings, type FileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs, ProfileState, TraceState } from '../../server/src/evaluation/inputs';
import type { Fix } from '../../server/src/rules/rule';
import { applyEdits } from '../../server/src/text/text-range';
import { noHardwareFiles } from '../evaluation/no-hardware-files';
import { summaryOf } from '../workload/trace-fixture';

/** A moment for `nowMs`: 2026-01-01. */
export const now = Date.UTC(2026, 0, 1);

/** Inputs that know the given files and call every other missing. */
export function filesOf(
  traces: Readonly<Record<string, TraceState>> = {},
  profiles: Readonly<Record<string, ProfileState>> = {},
): Inputs {
  return {
    trace: (reference) => traces[reference] ?? { kind: 'missing', path: `/srv/${reference}` },
    ...noHardwareFiles,
    profile: (reference) => profiles[reference] ?? { kind: 'missing', path: `/srv/${reference}` },
  };
}

/** A trace of these requests, modified `daysOld` days before `now`. */
export function readyTrace(
  requests: readonly (readonly [number, number])[],
  { daysOld = 1, skipped = { failed: 0, malformed: 0, zeroDecode: 0 } } = {},
): TraceState {
  const summary = summaryOf(requests, { skipped });
  return { kind: 'ready', path: '/srv/trace.csv', summary, modifiedMs: now - daysOld * 86_400_000 };
}

/** The analysis of a text. A rule that throws fails the test. */
export function analyse(
  text: string,
  inputs: Inputs = filesOf(),
  chosen: FileSettings = defaultFileSettings,
  fileKind?: FileKind,
): Analysis {
  return new Analyzer((message, error) => {
    throw new Error(message, { cause: error });
  }, fileKind).analyze(text, inputs, chosen, now);
}

/** A finding with its fixes. */
export interface Located {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly suppressed: FileFinding['suppressed'];
  readonly start: number;
  readonly end: number;
  readonly fixes: readonly Fix[];
}

/** Every finding, suppressed ones included. */
export function findingsOf(
  text: string,
  inputs?: Inputs,
  chosen?: FileSettings,
  fileKind?: FileKind,
): readonly Located[] {
  return findingsIn(analyse(text, inputs, chosen, fileKind), true).map((finding) => ({
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    suppressed: finding.suppressed,
    start: finding.range.start,
    end: finding.range.end,
    fixes: finding.fixes(),
  }));
}

/** The text after one of its fixes. */
export function fixed(text: string, { edits }: Fix): string {
  return applyEdits(text, edits);
}

export const header = 'apiVersion: afd-lens/v1\nkind: AFDDeployment\n';

/** Statistics of the paper's base case: theta 599. */
export const baseWorkload = `  latencyProfile: ascend-910c-deepseek-v3
  workload: { statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }
`;

/** A deployment over the paper's base case with these pools. */
export function deployment(attention: string, ffn = '{ workers: 1 }', more = ''): string {
  return `${header}spec:\n${baseWorkload}  attention: ${attention}\n  ffn: ${ffn}\n${more}`;
}
