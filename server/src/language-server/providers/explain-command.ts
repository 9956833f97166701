import { evaluatedDocuments } from '../../analysis/evaluated-documents';
import type { ServerCommands } from '../../protocol/protocol';
import { quote } from '../../text/format';
import { explainDeployment } from '../../wording/derivation';
import { renderMarkdown } from '../../wording/explanation';
import type { OpenManifest } from '../open-manifest';

/** The derivation of one deployment as Markdown; of the first one where the index names none. Null without any. */
export function explain({ analysis }: OpenManifest, index: number, nowMs: number): ServerCommands['explain']['answer'] {
  const deployments = evaluatedDocuments(analysis.documents);
  const unit = deployments.find((candidate) => candidate.index === index) ?? deployments[0];
  if (!unit) return null;
  const title = unit.deployment.name ?? 'AFD deployment';
  return {
    title,
    markdown: `# ${quote(title)}\n\n${renderMarkdown(explainDeployment(unit.deployment, unit.evaluation, nowMs))}\n`,
  };
}
