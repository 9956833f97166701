import { type AnalysedDocument, type AnalysedFile, type FileFinding, findingsIn } from '../analysis/analysis';
import { evaluatedDocuments } from '../analysis/evaluated-documents';
import { asGoodPools } from '../evaluation/as-good-pools';
import type { Evaluation, Sizing } from '../evaluation/evaluation';
import type { MemoryUse } from '../evaluation/memory-use';
import type { Deployment } from '../manifest/deployment';
import type { Pools } from '../provisioning/cycle/operating-point';
import { type Fix, isWithinFile } from '../rules/rule';
import type { FileRange } from '../text/text-range';
import { bandShares } from '../uncertainty/band-shares';
import { spanJson, spanOf } from './line-and-column';
import { settingsProvenance } from './settings-provenance';

/** What to say beside the numbers. */
export interface ExplanationExtent {
  /** Whether findings carry the edits that resolve them. */
  readonly fixes: boolean;
  /** Which findings are listed; a status has its reasons also from others. */
  readonly lists: (finding: FileFinding) => boolean;
}

const everyFinding: ExplanationExtent = { fixes: false, lists: () => true };

/** Version of this JSON's shape; grows when a field changes meaning or goes. */
export const schemaVersion = 1;

/** Version of the theory's numbers; grows when the same input gives other numbers. */
export const modelVersion = 3;

/** The machine-readable explanation. Times are in `profile.timeUnit`, throughput in tokens per time unit per worker. */
export function explanationJson(files: readonly AnalysedFile[], extent = everyFinding) {
  return {
    schemaVersion,
    modelVersion,
    deployments: files.flatMap((analysed) =>
      analysed.analysis.documents.flatMap((unit) => {
        const { deployment, evaluation } = unit;
        return deployment && evaluation ? [deploymentJson(analysed, unit, deployment, evaluation, extent)] : [];
      }),
    ),
    findings: files.flatMap(({ file, text, analysis }) => {
      const explained = new Set<number | undefined>(evaluatedDocuments(analysis.documents).map(({ index }) => index));
      return findingsIn(analysis)
        .filter((finding) => extent.lists(finding) && !explained.has(finding.document))
        .map((finding) => ({ file, ...findingJson(text, finding, extent) }));
    }),
  };
}

/** One deployment as `explain` gives it. */
export function deploymentJson(
  { file, text, settings }: Pick<AnalysedFile, 'file' | 'text' | 'settings'>,
  unit: AnalysedDocument,
  deployment: Deployment,
  evaluation: Evaluation,
  extent: ExplanationExtent = everyFinding,
) {
  const { sizing, profile, workload } = evaluation;
  const estimate = workload?.estimate;
  return {
    file,
    document: unit.index,
    name: deployment.name ?? null,
    dialect: deployment.dialect,
    status: evaluation.status,
    reasons: reasons(unit, evaluation),
    configured: {
      attention: deployment.attention?.workers ?? null,
      ffn: deployment.ffn?.workers ?? null,
      ratio: deployment.attention && deployment.ffn ? deployment.attention.workers / deployment.ffn.workers : null,
      batchSize: deployment.batchSize?.value ?? null,
      microbatches: deployment.microbatches?.value ?? null,
    },
    workload: estimate
      ? {
          source: workload.origin.kind === 'trace' ? workload.origin.reference : 'statistics',
          format: workload.origin.kind === 'trace' ? workload.origin.trace.summary.format : null,
          requests: estimate.requests ?? null,
          ...(estimate.kind === 'point'
            ? {
                theta: estimate.theta,
                thetaStandardError: estimate.thetaStandardError ?? null,
                nu: estimate.nu ?? null,
                errors: estimate.errors ?? null,
              }
            : { theta: null, thetaLow: estimate.thetaLow, thetaHigh: estimate.thetaHigh, nu: null }),
        }
      : null,
    profile: profile
      ? {
          id: profile.id,
          calibration: profile.calibration,
          timeUnit: profile.timeUnit,
          relativeError: profile.relativeError,
        }
      : null,
    strategy: strategyJson(evaluation.strategy),
    ...(evaluation.memory ? { memory: memoryJson(evaluation.memory) } : {}),
    ...(sizing ? sizingJson(sizing) : {}),
    settings: settingsProvenance(deployment, settings),
    findings: unit.findings
      .filter((finding) => !finding.suppressed && extent.lists(finding))
      .map((finding) => findingJson(text, finding, extent)),
  };
}

/** What comparing AFD with other ways of serving says; null where it is not known. `afd-lens compare` has all of it. */
function strategyJson({ reading, comparison }: Evaluation['strategy']) {
  if (reading.kind !== 'question' || comparison?.kind !== 'ready') return null;
  const { verdict, reasons, requiredFor, gain } = comparison.value;
  return {
    verdict,
    reasons,
    requiredFor: requiredFor ?? null,
    devices: reading.question.devices,
    gainPercent: gain ? gain.gain * 100 : null,
    gainLowPercent: gain ? gain.low * 100 : null,
    gainHighPercent: gain ? gain.high * 100 : null,
  };
}

function sizingJson(sizing: Sizing) {
  const { stageTimes, meanField, barrier, pipeline, best } = sizing;
  const band = asGoodPools(sizing);
  const shares = best && bandShares(sizing.point, sizing.pools, best.pools, sizing.form, sizing.worlds);
  const ratioOf = (pools: Pools | undefined) => (pools ? { ratio: pools.attention / pools.ffn, ...pools } : null);
  return {
    stageTimes: {
      attention: sizing.form === 'pipeline' ? stageTimes.attentionSustained : stageTimes.attentionSlowest,
      communication: stageTimes.communication,
      ffn: stageTimes.ffn,
    },
    regime: sizing.regime,
    cycleTime: sizing.cycleTime,
    throughputPerInstance: sizing.throughput,
    idle: sizing.idle,
    tpot: sizing.tpot ?? null,
    optimum: {
      basis: sizing.form,
      meanField: {
        ratio: finite(meanField.ratio),
        regime: meanField.regime,
        candidates: {
          attention: finite(meanField.candidates.attention),
          communication: finite(meanField.candidates.communication),
          peak: finite(meanField.candidates.peak),
        },
      },
      barrier: ratioOf(barrier),
      pipeline: ratioOf(pipeline),
      band: band ? { low: band.low.attention / band.low.ffn, high: band.high.attention / band.high.ffn } : null,
    },
    recommendations: sizing.recommendations.map(({ basis, pools, gain, gainLow, gainHigh, chanceBetter }) => ({
      ...pools,
      ratio: pools.attention / pools.ffn,
      gainPercent: gain * 100,
      gainLowPercent: gainLow * 100,
      gainHighPercent: gainHigh * 100,
      chanceBetter,
      workersDelta: pools.attention + pools.ffn - sizing.pools.attention - sizing.pools.ffn,
      basis,
    })),
    bandShares: shares ?? null,
  };
}

/** Bytes of one worker of each pool; what is not known is null. */
function memoryJson({ attention, ffn, smallestFfn }: MemoryUse) {
  const { kv, budget, largestBatch } = attention;
  return {
    attention: {
      verdict: attention.verdict,
      capacityBytes: attention.capacity,
      weightBytes: attention.weights,
      reserveBytes: attention.reserve,
      kvMeanBytes: kv.mean,
      kvPeakBytes: kv.peak ?? null,
      kvBudgetBytes: budget.bytes,
      kvBudgetTokens: finite(budget.tokens),
      largestBatchSize: finite(largestBatch.mean),
      largestBatchSizeAtPeak: finite(largestBatch.peak),
    },
    ffn: {
      verdict: ffn.verdict,
      capacityBytes: ffn.capacity,
      weightBytes: ffn.weights,
      reserveBytes: ffn.reserve,
      activationBytes: ffn.activations,
      smallestFfn: smallestFfn ?? null,
    },
  };
}

/** Why a deployment is only partly evaluated or not at all; empty when it is. */
export function reasons(unit: AnalysedDocument, { status, missing }: Evaluation): readonly string[] {
  if (status === 'evaluated') return [];
  const noted = missing.map(({ message }) => message);
  const always = ['AFD110', 'AFD203', 'AFD305'];
  const asErrors = ['AFD205', 'AFD206', 'AFD302', 'AFD304', 'AFD306'];
  const found = unit.findings.filter(
    ({ code, severity }) => always.includes(code) || (asErrors.includes(code) && severity === 'error'),
  );
  return [...noted, ...found.map(({ message }) => message)];
}

function findingJson(text: string, finding: FileFinding, extent: ExplanationExtent) {
  const { code, severity, message, range } = finding;
  const fixes = extent.fixes ? { fixes: resolvingFixes(finding).map((fix) => fixJson(text, fix)) } : {};
  return { code, severity, message, ...spanJson(spanOf(text, range)), ...fixes };
}

/** The fixes of a finding but those that silence it, or that edit other files too: half of a fix is none. */
export function resolvingFixes(finding: FileFinding): readonly Fix<FileRange>[] {
  return finding.fixes().filter((fix) => !fix.suppression && isWithinFile(fix));
}

function fixJson(text: string, { title, preferred, edits }: Fix<FileRange>) {
  const placed = edits.map(({ range, newText }) => ({ ...spanJson(spanOf(text, range)), newText }));
  return { title, preferred, edits: placed };
}

/** JSON has no infinity; an unbounded ratio is null. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
