import { configurationSchema } from '../generated/schemas';
import { validateConfigurationDocument } from '../generated/validators';
import { ruleCodes } from '../rules/catalogue';
import { closest } from '../text/closest';
import { quote } from '../text/format';
import type { TextRange } from '../text/text-range';
import { nameAt, type SchemaProblem, schemaProblems, type Validator } from '../yaml/schema-problems';
import { entryOf, nodeAt, type TreeMap, type TreeNode, toPlain } from '../yaml/yaml-tree';
import { patternProblem } from './file-patterns';
import { sequenceItems, settingOwners } from './stated-references';

/** What a configuration's document does wrong: by its schema, rules that do not exist, and what its schema cannot say. */
export function configurationProblems(root: TreeNode): readonly SchemaProblem[] {
  const own = [...unknownRules(root), ...workloadProblems(root), ...patternProblems(root), ...templatedValues(root)];
  const byContract = schemaProblems(
    root,
    toPlain(root),
    validateConfigurationDocument as Validator,
    configurationSchema,
  );
  return [...own, ...byContract.filter(({ range }) => !own.some((problem) => problem.range.start === range.start))];
}

/** What is wrong with a document behind the first. */
export function furtherDocument(root: TreeNode): SchemaProblem {
  const message = 'A configuration is one document; this further one does not count.';
  const range = (root.kind === 'map' && root.entries[0]?.keyRange) || root.site;
  return { kind: 'value', message, range, replacement: undefined };
}

/** Where a template expression stands for a value; a configuration is read as it is, never rendered. */
export function templatedPaths(node: TreeNode, path: readonly string[] = []): readonly (readonly string[])[] {
  switch (node.kind) {
    case 'scalar':
      return node.templated ? [path] : [];
    case 'sequence':
      return node.items.flatMap((item, index) => templatedPaths(item, [...path, String(index)]));
    case 'map':
      return node.entries.flatMap(({ key, value }) => templatedPaths(value, [...path, key]));
  }
}

function templatedValues(root: TreeNode): readonly SchemaProblem[] {
  return templatedPaths(root).map((path) => {
    const message = `${quote(nameAt(path) || 'document')} is filled in by a template; write the value itself.`;
    return { kind: 'value', message, range: nodeAt(root, path)!.site, replacement: undefined };
  });
}

function unknownRules(root: TreeNode): readonly SchemaProblem[] {
  const asKeys = settingOwners(root).flatMap((owner) => {
    const rules = nodeAt(owner, ['rules']);
    return rules?.kind === 'map' ? unknownRuleKeys(rules) : [];
  });
  const asValues = sequenceItems(nodeAt(root, ['ignores'])).flatMap((ignore) => {
    const rule = nodeAt(ignore, ['rule']);
    if (rule?.kind !== 'scalar' || typeof rule.value !== 'string' || ruleCodes.includes(rule.value)) return [];
    return [{ ...unknownRule(rule.value, rule.site, ruleCodes), kind: 'value' as const }];
  });
  return [...asKeys, ...asValues];
}

function unknownRuleKeys({ entries }: TreeMap): readonly SchemaProblem[] {
  const free = ruleCodes.filter((code) => !entries.some(({ key }) => key === code));
  return entries
    .filter(({ key }) => !ruleCodes.includes(key))
    .map(({ key, keyRange }) => ({ ...unknownRule(key, keyRange, free), kind: 'unknown-key' }));
}

function unknownRule(code: string, range: TextRange, candidates: readonly string[]) {
  const likely = closest(code, candidates);
  const advice = likely ? `did you mean ${quote(likely)}?` : 'a rule is named by its code, like `AFD101`.';
  // A code one digit off is that of another rule: to write it would silence what nobody meant to.
  const replacement = /^AFD\d{3}$/.test(code) ? undefined : likely;
  return { message: `Unknown rule ${quote(code)}; ${advice}`, range, replacement };
}

/** File patterns that are refused. */
function patternProblems(root: TreeNode): readonly SchemaProblem[] {
  const owners = ['overrides', 'ignores'].flatMap((list) => sequenceItems(nodeAt(root, [list])));
  const patterns = owners.flatMap((owner) => sequenceItems(nodeAt(owner, ['files'])));
  return patterns.flatMap((pattern): readonly SchemaProblem[] => {
    if (pattern.kind !== 'scalar' || typeof pattern.value !== 'string') return [];
    const problem = patternProblem(pattern.value);
    if (problem === undefined) return [];
    return [{ kind: 'value', message: `This pattern ${problem}.`, range: pattern.site, replacement: undefined }];
  });
}

/** A workload that gives both a trace and statistics leaves open which one counts; one that gives neither says nothing. */
function workloadProblems(root: TreeNode): readonly SchemaProblem[] {
  return settingOwners(root).flatMap((owner): readonly SchemaProblem[] => {
    const entry = entryOf(owner, 'workload');
    if (entry?.value.kind !== 'map') return [];
    const [trace, statistics, columns] = ['trace', 'statistics', 'columns'].map((key) => entryOf(entry.value, key));
    const problem = (range: TextRange, message: string, kind: SchemaProblem['kind'] = 'value') =>
      [{ kind, message, range, replacement: undefined }] as const;
    if (trace && statistics)
      return problem(
        statistics.keyRange,
        '`workload` gives both `trace` and `statistics`; keep the one that should count.',
      );
    if (columns && !trace)
      return problem(columns.keyRange, '`columns` names columns of a trace, but there is no `trace`.');
    if (trace || statistics) return [];
    return problem(entry.keyRange, '`workload` needs `trace` (a request trace) or `statistics`.', 'missing-key');
  });
}
