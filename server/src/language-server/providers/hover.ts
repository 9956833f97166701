import { type Hover, MarkupKind, type Position } from 'vscode-languageserver/node';
import { type AnalysedDocument, launchKind } from '../../analysis/analysis';
import { type EvaluatedDocument, isEvaluated } from '../../analysis/evaluated-documents';
import type { Evaluation } from '../../evaluation/evaluation';
import type { AfdDeploymentPath } from '../../generated/key-paths';
import type { Deployment } from '../../manifest/deployment';
import type { Fact } from '../../manifest/fact';
import { allRules } from '../../rules/catalogue';
import { inFile, touches } from '../../text/text-range';
import { explainBatchSize } from '../../wording/batch-size-explanation';
import { explainDeployment } from '../../wording/derivation';
import { explainDevice } from '../../wording/device-facts';
import { type Explanation, renderMarkdown, renderText } from '../../wording/explanation';
import { explainProfile } from '../../wording/profile-explanation';
import { explainRequestOrder } from '../../wording/request-order-explanation';
import { explainStrategies } from '../../wording/strategy-explanation';
import { explainWorkload } from '../../wording/workload-explanation';
import { schemaAt } from '../../yaml/schema-problems';
import { entriesAt, type TreeEntry } from '../../yaml/yaml-tree';
import { documentAt, type OpenManifest } from '../open-manifest';
import { schemaOfKind } from '../schema-of-kind';
import { toLspRange } from '../to-lsp';
import { launchHover } from './launch-hover';

type Explain = (unit: EvaluatedDocument, entry: TreeEntry, nowMs: number) => Explanation | undefined;

const derivation: Explain = ({ deployment, evaluation }, _, nowMs) => explainDeployment(deployment, evaluation, nowMs);
/** Whether AFD pays there; said above what the key means. */
const strategies: Explain = ({ deployment, evaluation }, _, nowMs) => explainStrategies(deployment, evaluation, nowMs);
const workload: Explain = ({ evaluation }, _, nowMs) => explainWorkload(evaluation, nowMs);
const requestOrder: Explain = ({ deployment, evaluation, requestOrder: order }) =>
  order && explainRequestOrder(deployment, evaluation, order);
const hardware: Explain = ({ deployment, evaluation }, entry) => {
  const { profile } = evaluation;
  return profile?.roofline ? explainProfile(profile) : explainDeviceAt(deployment, evaluation, entry);
};

/** What is computed at a key. */
const explanations: ReadonlyMap<string, Explain> = new Map<AfdDeploymentPath, Explain>([
  ['kind', strategies],
  ['metadata', strategies],
  ['metadata.name', strategies],
  ['spec', strategies],
  ['spec.slo', strategies],
  ['spec.slo.ttft', strategies],
  ['spec.slo.tpot', derivation],
  ['spec.attention', derivation],
  ['spec.attention.workers', derivation],
  ['spec.attention.dataParallel', derivation],
  [
    'spec.attention.batchSize',
    ({ deployment, evaluation }, _, nowMs) => explainBatchSize(deployment, evaluation, nowMs),
  ],
  ['spec.ffn', derivation],
  ['spec.ffn.workers', derivation],
  ['spec.ffn.expertParallel', derivation],
  ['spec.microbatches', derivation],
  ['spec.workload', workload],
  ['spec.workload.trace', workload],
  ['spec.workload.statistics', workload],
  ['spec.workload.horizonRequests', workload],
  ['spec.workload.requestRate', requestOrder],
  ['spec.scheduler', requestOrder],
  ['spec.scheduler.policy', requestOrder],
  ['spec.scheduler.priorityKey', requestOrder],
  ['spec.scheduler.kvTokens', requestOrder],
  ['spec.latencyProfile', ({ evaluation: { profile } }) => profile && explainProfile(profile)],
  ['spec.model', hardware],
  ['spec.device', hardware],
  ['spec.attention.device', hardware],
  ['spec.ffn.device', hardware],
]);

/** The derivation at a pool size, batch size, trace, profile, device or model; the meaning of any other key. */
export function hover(manifest: OpenManifest, position: Position, kind: MarkupKind, nowMs: number): Hover | null {
  const place = documentAt(manifest, manifest.document.offsetAt(position));
  if (place?.unit.kind === launchKind) return launchHover(manifest, place, kind, nowMs);
  if (!place?.unit.root) return null;
  const { unit, at } = place;
  const entries = entriesAt(place.unit.root, at);
  const entry = entries.at(-1);
  if (!entry) return null;
  const path = entries.map(({ key }) => key);
  const explain = explanations.get(path.join('.'));
  const explanation = isEvaluated(unit) ? explain?.(unit, entry, nowMs) : undefined;
  const plain = kind === MarkupKind.PlainText;
  const bold = plain ? '' : '**';
  const explained = explanation && (plain ? renderText : renderMarkdown)(explanation);
  const described =
    explanation && explain !== strategies
      ? undefined
      : (describeRule(unit, entry, bold) ?? describeKey(unit, path, bold));
  const value = [explained, described].filter((part) => part).join('\n\n');
  if (value === '') return null;
  const range = touches(entry.keyRange, at) || entry.value.kind !== 'scalar' ? entry.keyRange : entry.value.site;
  return { contents: { kind, value }, range: toLspRange(manifest.document, inFile(range, unit.start)) };
}

/** The device that an entry names, if a pool has it and it is known. */
function explainDeviceAt(
  { hardware: { attentionDevice, ffnDevice } }: Deployment,
  { hardware }: Evaluation,
  { keyRange }: TreeEntry,
): Explanation | undefined {
  const isHere = (fact: Fact<string> | undefined) => fact !== undefined && touches(fact.keyRange, keyRange.start);
  const here = isHere(attentionDevice)
    ? hardware?.attentionDevice
    : isHere(ffnDevice)
      ? hardware?.ffnDevice
      : undefined;
  return here?.kind === 'ready' ? explainDevice(here.device) : undefined;
}

/** The rule that a configuration names: as a key of `rules`, or as the `rule` that it ignores. */
function describeRule({ kind }: AnalysedDocument, { key, value }: TreeEntry, bold: string): string | undefined {
  const named = key === 'rule' && value.kind === 'scalar' ? value.value : key;
  const rule = kind === 'Configuration' ? allRules.find(({ code }) => code === named) : undefined;
  return rule && `${bold}${rule.code}${bold}\n\n${rule.title}. Reported as ${rule.severity} by default.`;
}

function describeKey({ kind }: AnalysedDocument, path: readonly string[], bold: string): string | undefined {
  const description = schemaAt(schemaOfKind(kind), path)?.description;
  return description && `${bold}${path.at(-1)}${bold}\n\n${description}`;
}
