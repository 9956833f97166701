import { basename } from 'node:path';
import type { ConfigurationDocument, Ignore as IgnoreData, Override, Workload } from '../generated/configuration';
import { configurationSchema } from '../generated/schemas';
import { validateConfigurationDocument } from '../generated/validators';
import { ruleCodes } from '../rules/catalogue';
import { closest } from '../text/closest';
import { quote } from '../text/format';
import { type SchemaProblem, schemaProblems, type ValidationError, type Validator } from '../yaml/schema-problems';
import { parseYaml, type YamlDocument } from '../yaml/yaml-document';
import { nodeAt, type TreeNode, toPlain } from '../yaml/yaml-tree';
import type { Configuration, Ignore, SettingsLayer, WorkloadSetting } from './configuration';

/** Longest configuration that is read; real ones have a few dozen lines. */
export const configurationSizeLimit = 1_000_000;

/** What a configuration says. Never throws; parts that the schema rejects are left out. */
export function readConfiguration(path: string, text: string): Configuration {
  const nothing = { path, layers: [], ignores: [] };
  if (text.length > configurationSizeLimit) {
    return { ...nothing, problem: { message: 'The file is too large to be a configuration.', line: 1 } };
  }
  const documents = parseYaml(text);
  const problem = firstProblem(text, documents);
  const root = documents[0]?.root;
  if (!root || documents.some(({ wellFormed }) => !wellFormed)) return { ...nothing, problem };
  const data = usableData(root);
  const name = basename(path);
  const overrides = (data.overrides ?? []).map((entry, index) => ({ entry, from: `${name}, overrides[${index}]` }));
  return {
    path,
    layers: [
      toLayer(data, name, undefined),
      ...overrides.flatMap(({ entry, from }) => (entry ? [toLayer(entry, from, entry.files)] : [])),
    ],
    ignores: (data.ignores ?? []).flatMap((entry) => (entry ? [toIgnore(entry)] : [])),
    problem,
  };
}

/** What a configuration's document does wrong: by its schema, and rules that do not exist. */
export function configurationProblems(root: TreeNode): readonly SchemaProblem[] {
  const data = toPlain(root);
  const byContract = schemaProblems(root, data, validateConfigurationDocument as Validator, configurationSchema);
  return [...byContract, ...unknownRules(root), ...contradictions(root)];
}

/** Every rule code that a configuration names, in `rules` and in `ignores`, and where. */
function* ruleCodeSites(root: TreeNode): Generator<{ code: string; range: TreeNode['site'] }> {
  const owners = [root, ...sequenceItems(nodeAt(root, ['overrides']))];
  for (const owner of owners) {
    const rules = nodeAt(owner, ['rules']);
    if (rules?.kind === 'map') for (const { key, keyRange } of rules.entries) yield { code: key, range: keyRange };
  }
  for (const ignore of sequenceItems(nodeAt(root, ['ignores']))) {
    const rule = nodeAt(ignore, ['rule']);
    if (rule?.kind === 'scalar' && typeof rule.value === 'string') yield { code: rule.value, range: rule.site };
  }
}

function unknownRules(root: TreeNode): readonly SchemaProblem[] {
  return [...ruleCodeSites(root)]
    .filter(({ code }) => /^AFD\d{3}$/.test(code) && !ruleCodes.includes(code))
    .map(({ code, range }) => {
      const likely = closest(code, ruleCodes);
      const message = `Unknown rule ${quote(code)}${likely ? `; did you mean ${quote(likely)}?` : '.'}`;
      // A code one digit off is that of another rule: to write it would silence what nobody meant to.
      return { kind: 'value', message, range, replacement: undefined };
    });
}

/** A workload that gives both a trace and statistics leaves open which one counts. */
function contradictions(root: TreeNode): readonly SchemaProblem[] {
  return [root, ...sequenceItems(nodeAt(root, ['overrides']))].flatMap((owner) => {
    const workload = nodeAt(owner, ['workload']);
    const [trace, statistics] = [nodeAt(workload, ['trace']), nodeAt(workload, ['statistics'])];
    if (!trace || !statistics) return [];
    const message = '`workload` gives both `trace` and `statistics`; keep the one that should count.';
    return [{ kind: 'value' as const, message, range: trace.site, replacement: undefined }];
  });
}

function sequenceItems(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function firstProblem(text: string, documents: readonly YamlDocument[]): Configuration['problem'] {
  const problems = documents.flatMap(({ root, problems, wellFormed }, index) => [
    ...problems,
    ...(index > 0 && root
      ? [{ message: 'A configuration is one document; this is a second one.', range: root.site }]
      : []),
    ...(wellFormed && root && index === 0 ? configurationProblems(root) : []),
  ]);
  const [first] = problems.toSorted((a, b) => a.range.start - b.range.start);
  return first && { message: first.message, line: text.slice(0, first.range.start).split('\n').length };
}

/** The document without the entries that hold something the schema rejects; rejected list items become null. */
function usableData(root: TreeNode): UsableData {
  const data = toPlain(root);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const validate = validateConfigurationDocument as Validator;
  if (validate(data)) return data as UsableData;
  const kept = data as Record<string, unknown>;
  for (const error of validate.errors ?? []) remove(kept, error);
  return kept as UsableData;
}

interface UsableData extends Pick<ConfigurationDocument, 'workload' | 'latencyProfile' | 'thresholds' | 'rules'> {
  readonly overrides?: readonly (Override | null)[];
  readonly ignores?: readonly (IgnoreData | null)[];
}

/** Drops the entry of the second level, or of the first, that an error is in; an unknown key harms nobody. */
function remove(data: Record<string, unknown>, { instancePath, keyword }: ValidationError): void {
  const [first, second] = instancePath.split('/').slice(1);
  if (first === undefined || (keyword === 'additionalProperties' && second === undefined)) return;
  const owner = data[first];
  if (second === undefined || typeof owner !== 'object' || owner === null) data[first] = undefined;
  else Reflect.set(owner, second, Array.isArray(owner) ? null : undefined);
}

function toLayer(
  {
    thresholds,
    rules,
    workload,
    latencyProfile,
  }: Pick<Override, 'thresholds' | 'rules' | 'workload' | 'latencyProfile'>,
  from: string,
  files: readonly string[] | undefined,
): SettingsLayer {
  return {
    from,
    files,
    thresholds: definedEntries(thresholds ?? {}),
    rules: Object.fromEntries(Object.entries(definedEntries(rules ?? {})).filter(([code]) => ruleCodes.includes(code))),
    workload: workload && toWorkload(workload),
    latencyProfile,
  };
}

function toWorkload({ trace, columns, statistics }: Workload): WorkloadSetting {
  return { trace, columns, statistics: statistics as WorkloadSetting['statistics'] };
}

function toIgnore({ rule, files, path, reason, expires }: IgnoreData): Ignore {
  return { rule, files, path, reason, expires };
}

function definedEntries<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
