import { type Hover, MarkupKind } from 'vscode-languageserver/node';
import type { AnalysedDocument } from '../../analysis/analysis';
import type { Deployment } from '../../manifest/deployment';
import { dialectOf } from '../../manifest/dialects/dialects';
import { describeSetting } from '../../manifest/dialects/setting-table';
import type { Fact } from '../../manifest/fact';
import { isDefault } from '../../manifest/launches/stated';
import { inFile, type TextRange, touches } from '../../text/text-range';
import { explainDeployment } from '../../wording/derivation';
import { type Explanation, renderMarkdown, renderText } from '../../wording/explanation';
import { explainProfile } from '../../wording/profile-explanation';
import { explainRequestOrder } from '../../wording/request-order-explanation';
import { explainWorkload } from '../../wording/workload-explanation';
import type { DocumentPlace, OpenManifest } from '../open-manifest';
import { toLspRange } from '../to-lsp';

/** The derivation at what a launch says about pools and batch, the evidence at its trace and profile, the meaning of settings. */
export function launchHover(
  manifest: OpenManifest,
  { unit, at }: DocumentPlace,
  kind: MarkupKind,
  nowMs: number,
): Hover | null {
  const isPlain = kind === MarkupKind.PlainText;
  const answer = (value: string, range: TextRange): Hover => ({
    contents: { kind, value },
    range: toLspRange(manifest.document, inFile(range, unit.start)),
  });
  const found = explain(unit, at, nowMs);
  if (found) return answer((isPlain ? renderText : renderMarkdown)(found.explanation), found.range);
  const setting = describe(unit, at);
  const bold = isPlain ? '' : '**';
  return setting ? answer(`${bold}${setting.key}${bold}\n\n${setting.description}`, setting.range) : null;
}

/** What a key of the AFD settings means. */
function describe({ deployment }: AnalysedDocument, offset: number) {
  const launches = deployment?.launches.filter(({ file }) => file === undefined) ?? [];
  for (const launch of launches) {
    const entry = launch.settings?.entries.find(({ keyRange }) => touches(keyRange, offset));
    const description = entry && describeSetting(dialectOf(launch).settings, entry.key);
    if (description) return { key: entry.key, description, range: entry.keyRange };
  }
  return undefined;
}

function explain(
  { deployment, evaluation, requestOrder }: AnalysedDocument,
  offset: number,
  nowMs: number,
): { readonly explanation: Explanation; readonly range: TextRange } | undefined {
  if (!deployment || !evaluation) return undefined;
  const { workload, latencyProfile } = deployment;
  const inSizing = rangeAt(sizingFacts(deployment), offset);
  if (inSizing) return { explanation: explainDeployment(deployment, evaluation, nowMs), range: inSizing };
  const inTrace = rangeAt([workload?.trace?.path], offset);
  const aboutTrace = inTrace && explainWorkload(evaluation, nowMs);
  if (aboutTrace) return { explanation: aboutTrace, range: inTrace };
  const { policy, kvTokens } = deployment.scheduler;
  const written = policy && !isDefault(policy) ? policy : undefined;
  const inOrder = rangeAt([written, kvTokens, workload?.requestRate], offset);
  if (inOrder && requestOrder) {
    return { explanation: explainRequestOrder(deployment, evaluation, requestOrder), range: inOrder };
  }
  const inProfile = rangeAt([latencyProfile], offset);
  return inProfile && evaluation.profile
    ? { explanation: explainProfile(evaluation.profile), range: inProfile }
    : undefined;
}

/** Everything in the launches that decides the answer. */
function sizingFacts({ attention, ffn, batchSize, microbatches }: Deployment): readonly (Fact<unknown> | undefined)[] {
  const pools = [attention, ffn].flatMap((pool) => (pool ? [pool.size, ...pool.copies.map(({ fact }) => fact)] : []));
  return [...pools, batchSize, microbatches];
}

/** The key or the value of a fact in this file that the offset touches. */
function rangeAt(facts: readonly (Fact<unknown> | undefined)[], offset: number): TextRange | undefined {
  return facts
    .flatMap((fact) => (fact && !fact.file && fact.setIn === undefined ? [fact.site, fact.keyRange] : []))
    .find((range) => touches(range, offset));
}
