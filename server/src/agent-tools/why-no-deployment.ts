import { type AnalysedFile, locatedFindings } from '../analysis/analysis';
import { lineAndColumn } from '../report/line-and-column';
import { plainWord } from '../text/format';

/** Why a file has no deployment with both pools: its first error, else what a manifest needs. One sentence. */
export function whyNoDeployment({ file, text, analysis }: AnalysedFile): string {
  const first = locatedFindings(analysis).find(
    ({ finding }) => finding.severity === 'error' || finding.code === 'AFD309',
  );
  if (!first)
    return `${plainWord(file)} has no deployment with both pools there: \`kind: AFDDeployment\`, \`attention\`, \`ffn\`.`;
  const { line, column } = lineAndColumn(text, first.start + first.finding.range.start);
  return `${plainWord(file)}:${line}:${column} ${first.finding.message}`;
}
