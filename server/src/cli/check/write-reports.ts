import { realpath, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { allRules } from '../../rules/catalogue';
import type { FileAnalyzer } from '../analyze-file';
import type { Output } from '../command-context';
import { explainedRules } from '../explain/explain-rule';
import { writeFailure } from '../new-file';
import { useColour } from '../standard-streams';
import type { CheckReport } from './check-report';
import { countsOf, summarySentence } from './formats/counts';
import { reportFormats } from './formats/report-formats';
import type { ReportTarget } from './report-targets';

/** Set at build time from package.json. */
declare const packageVersion: string;
declare const packageHomepage: string;

/** Writes a report to every target, and the summary to standard error where nobody sees it otherwise. */
export async function writeReports(
  report: CheckReport,
  { targets, showSuppressed }: { readonly targets: readonly ReportTarget[]; readonly showSuppressed: boolean },
  analyzer: FileAnalyzer,
  { out, error }: Output,
): Promise<void> {
  const rules = targets.some(({ format }) => format === 'sarif')
    ? await explainedRules(allRules.map(({ code }) => code))
    : [];
  for (const { format, file } of targets) {
    const text = reportFormats[format](report, {
      version: packageVersion,
      homepage: packageHomepage,
      rules,
      colour: file === undefined && useColour(process.stdout),
      showSuppressed,
    });
    if (file === undefined) out(text);
    else await writeReport(file, text, analyzer);
  }
  if (!targets.some(isForReading)) error(summarySentence(countsOf(report)));
}

/** Formats that end with the summary themselves, where somebody sees them now. */
function isForReading({ format, file }: ReportTarget): boolean {
  return file === undefined && format === 'pretty';
}

async function writeReport(file: string, text: string, analyzer: FileAnalyzer): Promise<void> {
  const path = await realpath(file).catch(() => resolve(file));
  if (analyzer.readPaths().has(path)) {
    analyzer.report(`${file}: is read by this check and is left as it is; give another --output`);
    return;
  }
  try {
    await writeFile(path, text);
  } catch (reason) {
    analyzer.report(`${file}: ${writeFailure(reason)}`);
  }
}
