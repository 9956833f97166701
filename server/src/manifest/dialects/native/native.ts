import { afdDeploymentSchema } from '../../../generated/schemas';
import { validateAFDDeployment } from '../../../generated/validators';
import { quote } from '../../../text/format';
import type { TextRange } from '../../../text/text-range';
import { type SchemaProblem, schemaProblems, type Validator } from '../../../yaml/schema-problems';
import { entryOf, nodeAt, type TreeEntry, type TreeNode, type TreeScalar, toPlain } from '../../../yaml/yaml-tree';
import type { Deployment, Pool, WhenMissing, WorkloadFacts } from '../../deployment';
import { FactReader } from './fact-reader';
import { readHardware } from './native-hardware';
import { readScheduler } from './native-scheduler';

/** What reading one document of the native manifest yields. */
export interface NativeManifest {
  readonly deployment: Deployment;
  readonly problems: readonly SchemaProblem[];
}

/** Facts and schema problems of an `AFDDeployment` document. Values the schema rejects are left out of the facts. */
export function readNativeManifest(root: TreeNode): NativeManifest {
  const spec = nodeAt(root, ['spec']);
  const attention = nodeAt(spec, ['attention']);
  const ffn = nodeAt(spec, ['ffn']);
  const slo = nodeAt(spec, ['slo']);
  const reader = new FactReader(
    new Map([
      [attention, 'attention.'],
      [ffn, 'ffn.'],
      [nodeAt(spec, ['precision']), 'precision.'],
      [nodeAt(spec, ['memory']), 'memory.'],
      [nodeAt(spec, ['roofline']), 'roofline.'],
      [nodeAt(spec, ['roofline', 'efficiency']), 'efficiency.'],
      [nodeAt(spec, ['scheduler']), 'scheduler.'],
    ]),
  );
  const problems = [...schemaProblems(root, toPlain(root), validateAFDDeployment as Validator, afdDeploymentSchema)];
  const name = nodeAt(root, ['metadata', 'name']);
  const first = entryOf(root, 'apiVersion') ?? entryOf(root, 'kind');
  const factsRange = (entryOf(root, 'spec') ?? first)?.keyRange ?? root.site;
  const deployment: Deployment = {
    dialect: 'native',
    name: name?.kind === 'scalar' && typeof name.value === 'string' && !name.templated ? name.value : undefined,
    lensRange: first?.keyRange ?? root.site,
    factsRange,
    model: reader.text(spec, 'model'),
    latencyProfile: reader.text(spec, 'latencyProfile'),
    workload: readWorkload(spec, reader),
    attention: readPool(attention, entryOf(spec, 'attention'), 'dataParallel', reader, problems),
    ffn: readPool(ffn, entryOf(spec, 'ffn'), 'expertParallel', reader, problems),
    batchSize: reader.number(attention, 'batchSize', (requests) => requests >= 1),
    microbatches: reader.count(spec, 'microbatches'),
    tpotSeconds: reader.seconds(slo, 'tpot', problems),
    ttftSeconds: reader.seconds(slo, 'ttft', problems),
    hardware: readHardware(spec, reader, problems),
    scheduler: readScheduler(spec, factsRange, reader, problems),
    missing: reader.missing,
    whenMissing,
    topology: undefined,
    microbatchChoices: undefined,
    launches: [],
    unwritten: new Set((['workload', 'latencyProfile'] as const).filter((key) => !entryOf(spec, key))),
  };
  checkWorkloadUnion(spec, problems);
  return { deployment, problems };
}

const whenMissing: WhenMissing = {
  batchSize: '`attention.batchSize` is missing: requests per attention worker in one microbatch',
  workload: '`spec.workload` is missing: a request trace, or statistics of one',
  latencyProfile: '`spec.latencyProfile` is missing: a built-in id or the path of a profile file',
};

function readPool(
  node: TreeNode | undefined,
  owner: TreeEntry | undefined,
  parallelKey: string,
  reader: FactReader,
  problems: SchemaProblem[],
): Pool | undefined {
  if (!owner || node?.kind !== 'map') return undefined;
  const workers = entryOf(node, 'workers');
  const parallel = entryOf(node, parallelKey);
  const tensor = entryOf(node, 'tensorParallel');
  if (workers && (parallel ?? tensor)) {
    problems.push(
      problem(
        (parallel ?? tensor)!.keyRange,
        `${quote(owner.key)} gives both \`workers\` and ${quote((parallel ?? tensor)!.key)}; keep one way of counting.`,
      ),
    );
    return undefined;
  }
  if (!workers && !parallel) {
    problems.push(
      problem(
        owner.keyRange,
        `${quote(owner.key)} needs its size: \`workers\`, or ${quote(parallelKey)} with \`tensorParallel\`.`,
        'missing-key',
      ),
    );
    return undefined;
  }
  const sizeKey = workers ? 'workers' : parallelKey;
  const size = reader.count(node, sizeKey);
  const factor = workers || !tensor ? 1 : reader.count(node, 'tensorParallel')?.value;
  if (!size || !factor) return undefined;
  const scalar = entryOf(node, sizeKey)?.value as TreeScalar;
  return {
    workers: size.value * factor,
    unit: workers ? 'worker' : 'rank',
    size,
    sizeKey,
    factor,
    copies: [],
    notEditable: notEditable(scalar),
  };
}

function notEditable(scalar: TreeScalar): string | undefined {
  if (scalar.style === 'plain' && /^[1-9]\d*$/.test(scalar.source)) return undefined;
  return `${quote(scalar.source)} is not a plain decimal number`;
}

function readWorkload(spec: TreeNode | undefined, reader: FactReader): WorkloadFacts | undefined {
  const entry = entryOf(spec, 'workload');
  const node = entry?.value;
  if (!entry || node?.kind !== 'map') return undefined;
  const path = reader.text(node, 'trace');
  const columns = nodeAt(node, ['columns']);
  const prefill = reader.text(columns, 'prefill')?.value;
  const decode = reader.text(columns, 'decode')?.value;
  const statistics = entryOf(node, 'statistics');
  return {
    keyRange: entry.keyRange,
    trace: path && { path, columns: prefill !== undefined && decode !== undefined ? { prefill, decode } : undefined },
    statistics:
      statistics?.value.kind === 'map' && !reader.templated(statistics.value)
        ? {
            data: toPlain(statistics.value) as Record<string, unknown>,
            node: statistics.value,
            keyRange: statistics.keyRange,
          }
        : undefined,
    horizonRequests: reader.count(node, 'horizonRequests'),
    prefixTokens: reader.number(node, 'prefixTokens', (tokens) => tokens >= 0),
    requestRate: reader.number(node, 'requestRate', (rate) => rate > 0),
  };
}

function checkWorkloadUnion(spec: TreeNode | undefined, problems: SchemaProblem[]): void {
  const workload = entryOf(spec, 'workload');
  if (workload?.value.kind !== 'map') return;
  const trace = entryOf(workload.value, 'trace');
  const statistics = entryOf(workload.value, 'statistics');
  if (trace && statistics) {
    problems.push(
      problem(statistics.keyRange, '`workload` gives both `trace` and `statistics`; keep the one that should count.'),
    );
  } else if (!trace && !statistics) {
    problems.push(
      problem(workload.keyRange, '`workload` needs `trace` (a request trace) or `statistics`.', 'missing-key'),
    );
  }
  const columns = entryOf(workload.value, 'columns');
  if (columns && !trace)
    problems.push(problem(columns.keyRange, '`columns` names columns of a trace, but there is no `trace`.'));
}

function problem(range: TextRange, message: string, kind: SchemaProblem['kind'] = 'value'): SchemaProblem {
  return { kind, message, range, replacement: undefined };
}
