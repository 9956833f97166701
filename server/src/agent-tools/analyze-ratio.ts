import { type AnalysedDocument, type AnalysedFile, type FileFinding, findingsIn } from '../analysis/analysis';
import { type EvaluatedDocument, evaluatedDocuments } from '../analysis/evaluated-documents';
import { explanationJson, resolvingFixes } from '../report/explanation-json';
import { documentText, findingLine } from '../report/explanation-text';
import { spanOf } from '../report/line-and-column';
import { formatCounted, plainWord } from '../text/format';
import { summarize } from '../wording/summary';
import { documentInput, documentsOf, manifestOf, pathInput } from './manifest-input';
import type { AgentTool } from './tool';
import { type InputSchema, readInput } from './tool-input';
import { limitText, mostTextBytes } from './tool-text';

const inputSchema = {
  type: 'object',
  properties: {
    path: pathInput,
    text: { type: 'string', description: 'the manifest itself, instead of path' },
    baseFolder: { type: 'string', description: 'with text: what its paths are relative to' },
    document: documentInput,
  },
  additionalProperties: false,
} as const satisfies InputSchema;

/** Deployments and findings of a result for programs at most, and the bytes of its JSON. */
const mostDeployments = 8;
const mostFindings = 16;
const mostJsonBytes = 16_384;
/** More lines than ever fit; further ones are not even made. */
const mostLines = 64;

/** What `explain` says about a manifest, with the edits that its quick fixes would make. */
export const analyzeRatio: AgentTool = {
  name: 'analyze_afd_ratio',
  title: 'Analyse AFD Ratio',
  description:
    'Best attention:FFN worker ratio of an AFD (Attention-FFN disaggregated) LLM serving manifest (kind: AFDDeployment): bottleneck, gain with its band, derivation, findings with edits.',
  inputSchema,
  async run(sent, host, signal) {
    const input = readInput(inputSchema, sent);
    const manifest = await manifestOf(input, host, signal);
    const { analysis } = manifest;
    const documents = documentsOf(manifest, input.document);
    const asked = { ...manifest, analysis: { ...analysis, documents } };
    const several = analysis.documents.length > 1;
    return { text: textOf(asked, several, Date.now()), structured: structuredOf(asked), isError: false };
  },
};

/** Derivations, then findings with their edits; where the derivations would fill all, a line for each deployment instead. */
function textOf(asked: AnalysedFile, several: boolean, nowMs: number): string {
  const { file, analysis } = asked;
  const findings = findingsIn(analysis);
  const deployments = evaluatedDocuments(analysis.documents);
  if (deployments.length === 0 && findings.length === 0) {
    const place = several && analysis.documents.length === 1 ? 'document' : 'file';
    return limitText(`${file}: no AFD deployment in this ${place}`, 'the path is long');
  }
  const derivations = deployments
    .slice(0, mostDeployments)
    .map((unit) => documentText(several ? `${file}, document ${unit.index}` : file, unit, 'text', nowMs));
  const shown = findings.slice(0, mostLines);
  const more =
    findings.length > shown.length ? [`${formatCounted(findings.length - shown.length, 'more finding')}`] : [];
  const fits = Buffer.byteLength(derivations.join('\n')) <= 0.8 * mostTextBytes;
  if (deployments.length <= mostDeployments && fits) {
    const lines = shown.flatMap((finding) => [lineOf(asked, finding), ...editLines(asked, finding)]);
    return limitText([...derivations, ...lines, ...more].join('\n'), 'resolve these findings and ask again');
  }
  const counts = `${file}: ${formatCounted(deployments.length, 'deployment')}, ${formatCounted(findings.length, 'finding')}`;
  const lines = shown.map((finding) => lineOf(asked, finding));
  return limitText(
    [counts, ...deployments.slice(0, mostLines).map(summaryLine), ...lines, ...more].join('\n'),
    'give `document` to see one in full',
  );
}

function summaryLine({ index, deployment, evaluation }: EvaluatedDocument): string {
  const name = deployment.name === undefined ? '' : ` (${plainWord(deployment.name)})`;
  return `document ${index}${name}: ${summarize(deployment, evaluation).replaceAll('`', '')}`;
}

function lineOf({ file, text }: AnalysedFile, finding: FileFinding): string {
  return findingLine(file, text, finding, 'text');
}

/** One line for each fix that would resolve the finding: its title, and what to replace where. */
function editLines({ text }: AnalysedFile, finding: FileFinding): readonly string[] {
  return resolvingFixes(finding).map(({ title, edits }) => {
    const changes = edits.map(({ range, newText }) => {
      const { start, end } = spanOf(text, range);
      const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
      return `${place} ${shortened(text.slice(range.start, range.end))} -> ${shortened(newText)}`;
    });
    return `  edit: ${title.replaceAll('`', "'")}: ${changes.join('; ')}`;
  });
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

/** The JSON of `explain` with the edits of each finding, cut to the first deployments and findings; `omitted` counts the rest. */
function structuredOf(asked: AnalysedFile): Readonly<Record<string, unknown>> {
  const { analysis } = asked;
  const deployments = evaluatedDocuments(analysis.documents);
  const all = findingsIn(analysis).length;
  for (let share = 1; ; share /= 2) {
    const cut = new Set<AnalysedDocument>(deployments.slice(Math.floor(mostDeployments * share)));
    const rest = { ...analysis, documents: analysis.documents.filter((unit) => !cut.has(unit)) };
    const listed = new Set(findingsIn(rest).slice(0, Math.floor(mostFindings * share)));
    const extent = { fixes: true, lists: (finding: FileFinding) => listed.has(finding) };
    const json = explanationJson([{ ...asked, analysis: rest }], extent);
    const omitted = { deployments: cut.size, findings: all - listed.size };
    const result = cut.size + omitted.findings > 0 ? { ...json, omitted } : json;
    if (share < 0.1 || Buffer.byteLength(JSON.stringify(result)) <= mostJsonBytes) return result;
  }
}
