import { basename } from 'node:path';
import type { ConfigurationDocument, Ignore as IgnoreData, Override, Workload } from '../generated/configuration';
import { validateConfigurationDocument } from '../generated/validators';
import { ruleCodes } from '../rules/catalogue';
import type { SchemaProblem, Validator } from '../yaml/schema-problems';
import { parseYaml, type YamlDocument } from '../yaml/yaml-document';
import { type TreeNode, toPlain } from '../yaml/yaml-tree';
import { allowedRootsOf, ownFolderOnly } from './allowed-roots';
import type { Configuration, Ignore, SettingsLayer, WorkloadSetting } from './configuration';
import { configurationProblems, furtherDocument, templatedPaths } from './configuration-problems';

/** Longest configuration that is read; real ones have a few dozen lines. */
const configurationSizeLimit = 1_000_000;

/** What a configuration says. Never throws; parts that the schema rejects are left out. */
export function readConfiguration(path: string, text: string): Configuration {
  const nothing = { path, layers: [], ignores: [] };
  if (text.length > configurationSizeLimit) {
    const problem = { message: 'The file is too large to be a configuration.', line: 1 };
    return { ...nothing, allowedRoots: ownFolderOnly, problem };
  }
  const documents = parseYaml(text);
  const problem = firstProblem(text, documents);
  const root = documents[0]?.root;
  if (!root || documents.some(isUnreadable)) {
    return { ...nothing, allowedRoots: allowedRootsOf(text, undefined, undefined), problem };
  }
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
    allowedRoots: allowedRootsOf(text, root, data.allowedRoots),
    problem,
  };
}

/** Which of two equal keys counts differs between parsers, so nothing is taken from either. */
function isUnreadable({ wellFormed, problems }: YamlDocument): boolean {
  return !wellFormed || problems.some(({ kind }) => kind === 'duplicate-key');
}

function firstProblem(text: string, documents: readonly YamlDocument[]): Configuration['problem'] {
  const problems = documents.flatMap(
    ({ root, problems, wellFormed }, index): readonly Pick<SchemaProblem, 'message' | 'range'>[] => {
      if (!root || !wellFormed) return problems;
      return [...problems, ...(index === 0 ? configurationProblems(root) : [furtherDocument(root)])];
    },
  );
  const [first] = problems.toSorted((a, b) => a.range.start - b.range.start);
  return first && { message: first.message, line: text.slice(0, first.range.start).split('\n').length };
}

/** The document without the entries that hold something the schema rejects; rejected list items become null. */
function usableData(root: TreeNode): UsableData {
  const data = toPlain(root);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const validate = validateConfigurationDocument as Validator;
  const kept = data as Record<string, unknown>;
  for (const path of templatedPaths(root)) remove(kept, path);
  if (!validate(kept)) {
    for (const { instancePath, keyword } of validate.errors ?? []) {
      const path = instancePath.split('/').slice(1);
      const isHarmless =
        keyword === 'additionalProperties' && (path.length === 0 || /^(?:rules|thresholds)$/.test(path[0]!));
      if (!isHarmless) remove(kept, path);
    }
  }
  return kept as UsableData;
}

interface UsableData
  extends Pick<
    ConfigurationDocument,
    'workload' | 'latencyProfile' | 'device' | 'afdPluginDate' | 'thresholds' | 'rules'
  > {
  readonly overrides?: readonly (Override | null)[];
  readonly ignores?: readonly (IgnoreData | null)[];
  readonly allowedRoots?: readonly (string | null)[];
}

/**
 * Drops the least that holds what is at the path and makes sense alone: a threshold, a rule, an entry of a list, else a
 * whole entry of the document. Half a workload would be another workload.
 */
function remove(data: Record<string, unknown>, [first, second]: readonly string[]): void {
  if (first === undefined) return;
  const owner = data[first];
  if (second === undefined || typeof owner !== 'object' || owner === null || first === 'workload')
    data[first] = undefined;
  else Reflect.set(owner, second, Array.isArray(owner) ? null : undefined);
}

function toLayer(
  {
    thresholds,
    rules,
    workload,
    latencyProfile,
    device,
    afdPluginDate,
  }: Pick<Override, 'thresholds' | 'rules' | 'workload' | 'latencyProfile' | 'device' | 'afdPluginDate'>,
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
    device,
    afdPluginDate,
  };
}

/** The workload, if it is clear which one it is. */
function toWorkload({ trace, columns, statistics }: Workload): WorkloadSetting | undefined {
  if ((trace === undefined) === (statistics === undefined)) return undefined;
  return { trace, columns, statistics: statistics as WorkloadSetting['statistics'] };
}

function toIgnore({ rule, files, path, reason, expires }: IgnoreData): Ignore {
  return { rule, files, path, reason, expires };
}

function definedEntries<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
