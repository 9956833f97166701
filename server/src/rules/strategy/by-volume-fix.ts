import type { Deployment } from '../../manifest/deployment';
import { launchDialect } from '../../manifest/dialects/dialects';
import { startsRole } from '../../manifest/launches/role';
import { manifestKeys } from '../../manifest/manifest-keys';
import { quote } from '../../text/format';
import { applyEdits, type TextEdit } from '../../text/text-range';
import { quotesOf, yamlScalar } from '../../text/yaml-scalar';
import { insertKey } from '../../yaml/insert-key';
import { meansExactly } from '../../yaml/verified-edit';
import { parseYaml, type YamlDocument } from '../../yaml/yaml-document';
import { entryOf, nodeAt, type TreeNode, toPlain } from '../../yaml/yaml-tree';
import { optionFix } from '../launch/option-fix';
import type { Fix, Subject } from '../rule';

const title = 'Order by priority, the volume of each request (give it as `priority`, lower first)';

/** The smallest volume told to go first, in a native manifest or by an engine; none where more than that would change. */
export function byVolumeFixes(subject: Subject, deployment: Deployment): readonly Fix[] {
  const { launches } = deployment;
  if (launches.length === 0) return manifestFixes(subject);
  const attention = launches.filter((launch) => startsRole(launch, 'attention'));
  const order = launchDialect(deployment)?.byPriority;
  if (!order || attention.some(({ pool }) => pool === undefined)) return [];
  const { option, value } = order;
  const launchTitle = `Set ${quote(`--${option} ${value}`)}: each request must carry its volume P D + D (D + 1)/2 as ${quote('priority')}, lower goes first`;
  return optionFix({ ...subject, deployment }, launchTitle, attention, {
    name: option,
    value,
    stated: ({ schedulingPolicy }) => schedulingPolicy,
  });
}

/** The scheduler of a native manifest told to admit the smallest volume first; none where more than that would change. */
function manifestFixes({ text, root, extent }: Subject): readonly Fix[] {
  if (!root) return [];
  const values = { policy: 'priority', priorityKey: 'volume' } as const;
  let edited = text;
  for (const key of ['policy', 'priorityKey'] as const) {
    const value = values[key];
    const now = documentAt(edited, extent.start)?.root;
    const edit =
      now &&
      (replaced(edited, now, key, value) ?? insertKey(edited, now, manifestKeys(`spec.scheduler.${key}`), value));
    if (!edit) return [];
    edited = applyEdits(edited, [edit]);
  }
  const wanted = parseYaml(text).map(({ root: old, extent: { start } }) => {
    const plain = old && toPlain(old);
    return start === extent.start ? withScheduler(plain, values) : plain;
  });
  if (!meansExactly(edited, wanted)) return [];
  return [{ title, preferred: false, cosmetic: false, edits: [difference(text, edited)] }];
}

function documentAt(text: string, start: number): YamlDocument | undefined {
  return parseYaml(text).find(({ extent }) => extent.start === start);
}

/** The edit of a value that is written out here; undefined where there is none. */
function replaced(text: string, root: TreeNode, key: string, value: string): TextEdit | undefined {
  const node = entryOf(nodeAt(root, manifestKeys('spec.scheduler')), key)?.value;
  if (node?.kind !== 'scalar' || node.shared || node.anchored || node.templated) return undefined;
  return { range: node.range, newText: yamlScalar(value, quotesOf(text[node.range.start] ?? '')) };
}

function withScheduler(plain: unknown, values: object): unknown {
  const spec = Object(Object(plain).spec);
  return { ...Object(plain), spec: { ...spec, scheduler: { ...Object(spec.scheduler), ...values } } };
}

/** The one edit that makes a text another. */
function difference(from: string, to: string): TextEdit {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let same = 0;
  while (same < most - start && from[from.length - 1 - same] === to[to.length - 1 - same]) same++;
  return { range: { start, end: from.length - same }, newText: to.slice(start, to.length - same) };
}
