import { type Analysis, findingsIn } from '../../analysis/analysis';
import { fingerprints } from '../../analysis/judging/fingerprint';
import { reasons } from '../../report/explanation-json';
import { LineIndex } from '../../report/line-and-column';
import { allRules } from '../../rules/catalogue';
import { isWithinFile } from '../../rules/rule';
import { summarize } from '../../wording/summary';
import type { AnalysedPath } from '../analyze-file';
import type { CheckedFile, CheckReport, ReportedDeployment, ReportedFinding } from './check-report';
import { repositoryFile } from './repository-file';

const titles = new Map(allRules.map(({ code, title }) => [code, title]));

/** What the formats get to see of analysed files. */
export function buildReport(files: readonly AnalysedPath[], problems: readonly string[]): CheckReport {
  const checked = files.map(({ file, path, text }) => ({ file, repositoryFile: repositoryFile(path), text }));
  return {
    files: checked,
    deployments: files.flatMap((file) => reportedDeployments(file, new Set(files.map(({ path }) => path)))),
    findings: files.flatMap(({ analysis }, index) => reportedFindings(checked[index]!, analysis)),
    problems,
  };
}

/** A deployment that a file among those checked answers for is that file's. */
function reportedDeployments(
  { file, analysis }: AnalysedPath,
  checked: ReadonlySet<string>,
): readonly ReportedDeployment[] {
  return analysis.documents.flatMap((unit) => {
    const { deployment, evaluation, answeredIn } = unit;
    if (!deployment || (answeredIn !== undefined && checked.has(answeredIn))) return [];
    return [
      {
        file,
        name: deployment.name,
        status: evaluation?.status ?? 'notEvaluated',
        summary: evaluation ? summarize(deployment, evaluation) : 'not evaluated: the document is not valid YAML',
        reasons: evaluation ? reasons(unit, evaluation) : ['The document is not valid YAML.'],
      },
    ];
  });
}

function reportedFindings({ file, repositoryFile, text }: CheckedFile, analysis: Analysis): readonly ReportedFinding[] {
  const lines = new LineIndex(text);
  const prints = fingerprints(analysis);
  const names = new Map(analysis.documents.map(({ index, deployment }) => [index, deployment?.name] as const));
  return findingsIn(analysis, true).map((finding) => {
    const { code, severity, message, document, gain, suppressed } = finding;
    return {
      file,
      repositoryFile,
      code,
      severity,
      title: titles.get(code) ?? code,
      message,
      deployment: document === undefined ? undefined : names.get(document),
      path: finding.path,
      fingerprint: prints.get(finding)!,
      gain,
      suppressed,
      ...lines.spanOf(finding.range),
      // Formats show places of the finding's own file only.
      related: finding.related
        .filter((place) => place.file === undefined)
        .map((place) => ({ message: place.message, ...lines.spanOf(place.range) })),
      fixes: finding
        .fixes()
        .filter(isWithinFile)
        .map(({ title, preferred, edits }) => ({
          title,
          preferred,
          edits: edits.map(({ range, newText }) => ({ ...lines.spanOf(range), newText })),
        })),
    };
  });
}
