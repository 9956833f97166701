import { type Analysis, locatedFindings } from '../../analysis/analysis';
import { fingerprints } from '../../analysis/judging/fingerprint';
import { reasons } from '../../report/explanation-json';
import { LineIndex } from '../../report/line-and-column';
import { allRules } from '../../rules/catalogue';
import { isWithinFile } from '../../rules/rule';
import type { TextRange } from '../../text/text-range';
import { summarize } from '../../wording/summary';
import type { AnalysedPath } from '../analyze-file';
import type { CheckedFile, CheckReport, ReportedDeployment, ReportedFinding, Span } from './check-report';
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
  const names = new Map(
    analysis.documents.flatMap(({ findings, deployment }) =>
      findings.map((finding) => [finding, deployment?.name] as const),
    ),
  );
  return locatedFindings(analysis, true).map(({ finding, start }) => {
    const span = (range: TextRange): Span => ({
      start: lines.placeAt(start + range.start),
      end: lines.placeAt(start + range.end),
    });
    const { code, severity, message, gain, suppressed } = finding;
    return {
      file,
      repositoryFile,
      code,
      severity,
      title: titles.get(code) ?? code,
      message,
      deployment: names.get(finding),
      path: finding.path,
      fingerprint: prints.get(finding)!,
      gain,
      suppressed,
      ...span(finding.range),
      // Formats show places of the finding's own file only.
      related: finding.related
        .filter((place) => place.file === undefined)
        .map((place) => ({ message: place.message, ...span(place.range) })),
      fixes: finding
        .fixes()
        .filter(isWithinFile)
        .map(({ title, preferred, edits }) => ({
          title,
          preferred,
          edits: edits.map(({ range, newText }) => ({ ...span(range), newText })),
        })),
    };
  });
}
