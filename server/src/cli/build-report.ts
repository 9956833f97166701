import { type Analysis, locatedFindings } from '../analysis/analysis';
import { fingerprints } from '../analysis/fingerprint';
import { reasons } from '../report/explanation-json';
import { LineIndex } from '../report/line-and-column';
import { allRules } from '../rules/catalogue';
import type { TextRange } from '../text/text-range';
import { summarize } from '../wording/summary';
import type { AnalysedPath } from './analyze-file';
import type { CheckedFile, CheckReport, ReportedDeployment, ReportedFinding, Span } from './check-report';
import { repositoryFile } from './repository-root';

const titles = new Map(allRules.map(({ code, title }) => [code, title]));

/** What the formats get to see of analysed files. */
export function buildReport(files: readonly AnalysedPath[], problems: readonly string[]): CheckReport {
  const checked = files.map(({ file, path, text }) => ({ file, repositoryFile: repositoryFile(path), text }));
  return {
    files: checked,
    deployments: files.flatMap(reportedDeployments),
    findings: files.flatMap(({ analysis }, index) => reportedFindings(checked[index]!, analysis)),
    problems,
  };
}

function reportedDeployments({ file, analysis }: AnalysedPath): readonly ReportedDeployment[] {
  return analysis.documents.flatMap((unit) => {
    const { deployment, evaluation } = unit;
    if (!deployment) return [];
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
      related: finding.related.map((place) => ({ message: place.message, ...span(place.range) })),
      fixes: finding.fixes().map(({ title, preferred, edits }) => ({
        title,
        preferred,
        edits: edits.map(({ range, newText }) => ({ ...span(range), newText })),
      })),
    };
  });
}
