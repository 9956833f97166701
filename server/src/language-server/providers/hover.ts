import { type Hover, MarkupKind, type Position } from 'vscode-languageserver/node';
import { type AnalysedDocument, launchKind } from '../../analysis/analysis';
import type { Evaluation } from '../../evaluation/evaluation';
import type { Deployment } from '../../manifest/deployment';
import type { Fact } from '../../manifest/fact';
import { allRules } from '../../rules/catalogue';
import { touches } from '../../text/text-range';
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

/** Keys whose hover is the derivation of the deployment. */
const derivedKeys = new Set([
  'spec.attention',
  'spec.attention.workers',
  'spec.attention.dataParallel',
  'spec.ffn',
  'spec.ffn.workers',
  'spec.ffn.expertParallel',
  'spec.microbatches',
  'spec.slo.tpot',
]);

/** Keys of the deployment as a whole: whether AFD pays there, above what the key means. */
const strategyKeys = new Set(['kind', 'metadata', 'metadata.name', 'spec', 'spec.slo', 'spec.slo.ttft']);

/** The derivation at a pool size, batch size, trace, profile, device or model; the meaning of any other key. */
export function hover(manifest: OpenManifest, position: Position, kind: MarkupKind, nowMs: number): Hover | null {
  const offset = manifest.document.offsetAt(position);
  const unit = documentAt(manifest, offset);
  if (unit?.kind === launchKind) return launchHover(manifest, unit, offset, kind, nowMs);
  if (!unit?.root) return null;
  const entries = entriesAt(unit.root, offset - unit.start);
  const entry = entries.at(-1);
  if (!entry) return null;
  const path = entries.map(({ key }) => key);
  const explanation = explain(unit, path.join('.'), entry, nowMs);
  const plain = kind === MarkupKind.PlainText;
  const bold = plain ? '' : '**';
  const isWhole = strategyKeys.has(path.join('.'));
  const explained = explanation && (plain ? renderText : renderMarkdown)(explanation);
  const described =
    explanation && !isWhole ? undefined : (describeRule(unit, entry, bold) ?? describeKey(unit, path, bold));
  const value = [explained, described].filter((part) => part).join('\n\n');
  if (value === '') return null;
  const relative = offset - unit.start;
  const onKey = entry.keyRange.start <= relative && relative <= entry.keyRange.end;
  const range = onKey || entry.value.kind !== 'scalar' ? entry.keyRange : entry.value.site;
  return { contents: { kind, value }, range: toLspRange(manifest.document, range, unit.start) };
}

function explain(
  { deployment, evaluation, requestOrder }: AnalysedDocument,
  path: string,
  entry: TreeEntry,
  nowMs: number,
): Explanation | undefined {
  if (!deployment || !evaluation) return undefined;
  if (path === 'spec.attention.batchSize') return explainBatchSize(deployment, evaluation, nowMs);
  if (derivedKeys.has(path)) return explainDeployment(deployment, evaluation, nowMs);
  if (strategyKeys.has(path)) return explainStrategies(deployment, evaluation, nowMs);
  if (/^spec\.workload(?:\.(?:trace|statistics|horizonRequests))?$/.test(path))
    return explainWorkload(evaluation, nowMs);
  if (requestOrder && /^spec\.(?:workload\.requestRate|scheduler(?:\.(?:policy|priorityKey|kvTokens))?)$/.test(path)) {
    return explainRequestOrder(deployment, evaluation, requestOrder);
  }
  const { profile } = evaluation;
  if (path === 'spec.latencyProfile' && profile) return explainProfile(profile);
  if (!/^spec(?:\.model|(?:\.attention|\.ffn)?\.device)$/.test(path)) return undefined;
  return profile?.roofline ? explainProfile(profile) : explainDeviceAt(deployment, evaluation, entry);
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
