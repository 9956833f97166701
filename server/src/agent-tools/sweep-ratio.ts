import { type AnalysedFile, findingsIn } from '../analysis/analysis';
import { pairedDocuments } from '../analysis/evaluated-documents';
import { spanOf } from '../report/line-and-column';
import type { TheorySweep } from '../sweep/sweep';
import { type SweptRatios, widestRange } from '../sweep/sweep-pools';
import type { SweepSubject } from '../sweep/sweep-subject';
import { theorySweep } from '../sweep/theory-sweep';
import { formatNumber, plainWord } from '../text/format';
import { documentInput, documentsOf, manifestOf, pathInput } from './manifest-input';
import { sweepJson } from './sweep-json';
import { sweepText } from './sweep-text';
import { type AgentTool, type AnalysedManifest, ToolRefusal } from './tool';
import { type InputSchema, readInput } from './tool-input';

const inputSchema = {
  type: 'object',
  properties: {
    path: pathInput,
    document: documentInput,
    low: { type: 'number', description: 'least ratio (1)' },
    high: { type: 'number', description: 'largest ratio (32)' },
    microbatches: { type: 'integer', description: "instead of the manifest's" },
    batchSize: { type: 'integer', description: 'likewise' },
  },
  required: ['path'],
  additionalProperties: false,
} as const satisfies InputSchema;

/** Throughput against ratio as the theory has it, also under another batch size or number of microbatches. */
export const sweepRatio: AgentTool = {
  name: 'sweep_afd_ratio',
  title: 'Sweep AFD Ratio',
  description:
    'Predicted throughput, TPOT, idle shares and bottleneck of an AFD deployment at each attention:FFN ratio, for what-if questions.',
  inputSchema,
  async run(sent, host, signal) {
    const input = readInput(inputSchema, sent);
    const { path, document, low, high, microbatches, batchSize } = input;
    const range = rangeOf(low, high);
    const manifest = await manifestOf({ path }, host, signal);
    const whatIf = {
      ...(microbatches === undefined ? {} : { microbatches }),
      ...(batchSize === undefined ? {} : { batchSize }),
    };
    const subject = subjectOf(manifest, document);
    const sweep = theorySweep(subject, whatIf, range);
    if (sweep.kind === 'none') throw new ToolRefusal(`${plainWord(sweep.title)}: ${sweep.message}`);
    if (sweep.points.length === 0) throw new ToolRefusal(noPoints(sweep, range));
    return {
      text: sweepText(manifest.file, sweep, range),
      structured: sweepJson(manifest.file, subject.deployment.name, sweep),
      isError: false,
    };
  },
};

/** The range asked for; undefined where none was. The end that is not given is the default, or the other end beyond it. */
function rangeOf(low: number | undefined, high: number | undefined): SweptRatios | undefined {
  if (low === undefined && high === undefined) return undefined;
  const range = { low: low ?? Math.min(1, high!), high: high ?? Math.min(widestRange.high, Math.max(32, 2 * low!)) };
  for (const [name, ratio] of Object.entries(range)) {
    if (!(ratio >= widestRange.low && ratio <= widestRange.high)) {
      throw new ToolRefusal(`\`${name}\` must be a ratio from 1/${1 / widestRange.low} to ${widestRange.high}.`);
    }
  }
  if (range.low > range.high) throw new ToolRefusal('`low` must not be larger than `high`.');
  return range;
}

/** The one deployment that is meant. Throws `ToolRefusal` where there is none, or several and none is named. */
function subjectOf(manifest: AnalysedManifest, document: number | undefined): SweepSubject {
  const { file, inputs, settings } = manifest;
  const asked = documentsOf(manifest, document);
  const found = pairedDocuments(asked);
  const [only, ...others] = found;
  if (!only)
    throw new ToolRefusal(whyNoDeployment({ ...manifest, analysis: { ...manifest.analysis, documents: asked } }));
  if (others.length > 0) {
    const names = found
      .slice(0, 10)
      .map(({ deployment, index }) => `${index} (${plainWord(deployment.name ?? 'no name')})`);
    const more = found.length > names.length ? ', ...' : '';
    throw new ToolRefusal(
      `${plainWord(file)} has ${found.length} deployments; give \`document\`: ${names.join(', ')}${more}.`,
    );
  }
  return { deployment: only.deployment, inputs, thresholds: settings.thresholds, document: only.index };
}

function noPoints({ configured }: TheorySweep, range: SweptRatios | undefined): string {
  const asked = range ? ` from ${formatNumber(range.low)} to ${formatNumber(range.high)}` : '';
  return `No pool sizes beside ${configured.ffn} FFN workers have a ratio${asked} that the latency profile is calibrated for.`;
}

/** Why a file has no deployment with both pools: its first error, else what a manifest needs. One sentence. */
function whyNoDeployment({ file, text, analysis }: AnalysedFile): string {
  const first = findingsIn(analysis).find(({ severity, code }) => severity === 'error' || code === 'AFD309');
  if (!first)
    return `${plainWord(file)} has no deployment with both pools there: \`kind: AFDDeployment\`, \`attention\`, \`ffn\`.`;
  const { line, column } = spanOf(text, first.range).start;
  return `${plainWord(file)}:${line}:${column} ${first.message}`;
}
