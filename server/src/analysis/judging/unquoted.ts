import { allRules } from '../../rules/catalogue';
import { duplicateKey } from '../../rules/document/duplicate-key';
import { fileTooLarge } from '../../rules/document/file-too-large';
import { invalidYaml } from '../../rules/document/invalid-yaml';
import { schemaViolation } from '../../rules/document/schema-violation';
import type { Analysis, FileFinding } from '../analysis';

/** What is said instead, by code; of others, what the rule is about. */
const messages: ReadonlyMap<string, string> = new Map([
  ...allRules.map(({ code, title }) => [code, `${title}.`] as const),
  [invalidYaml.code, 'Not valid YAML.'],
  [duplicateKey.code, 'A key is given twice in this map; keep one.'],
  [
    schemaViolation.code,
    'No document of AFD Lens: it needs `apiVersion: afd-lens/v1` and a `kind`, like `AFDDeployment`.',
  ],
]);

/** The analysis of a text that nothing shows to be ours, without a word of it: it may be anything, passwords too. */
export function withoutQuotes(analysis: Analysis): Analysis {
  return {
    ...analysis,
    documents: analysis.documents.map((document) => ({ ...document, findings: document.findings.map(unquoted) })),
    fileFindings: analysis.fileFindings.map(unquoted),
  };
}

function unquoted(finding: FileFinding): FileFinding {
  const { code, message } = finding;
  // The only one that is about the size of a file.
  if (code === fileTooLarge.code) return finding;
  return { ...finding, message: messages.get(code) ?? message, path: '', related: [], fixes: () => [] };
}
