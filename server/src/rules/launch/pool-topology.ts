import type { Connector } from '../../manifest/dialects/connector';
import { connectorOf, knownConnector } from '../../manifest/dialects/dialects';
import { isExactResize } from '../../manifest/exact-resize';
import type { Fact } from '../../manifest/fact';
import { known, type Launch, type Stated } from '../../manifest/launches/launch';
import { launchesHere } from '../../manifest/launches/launch-options';
import type { PluginGeneration } from '../../manifest/launches/plugin-generation';
import type { PoolSizes } from '../../manifest/resize';
import { resizes } from '../../manifest/resize';
import { formatCounted, formatPools, quote } from '../../text/format';
import { type Finding, type Fix, finding, type Rule, type Severity, type Subject } from '../rule';
import { isReadable } from './settings/launch-settings';

export const poolTopology: Rule = {
  code: 'AFD407',
  title: 'Pools that the connector does not take',
  severity: 'error',
  check(subject) {
    const { launches = [], plugin } = subject.deployment ?? {};
    const attention = agreed(launches, ({ attentionRanks }) => attentionRanks);
    const ffn = agreed(launches, ({ ffnRanks }) => ffnRanks);
    const connector = agreedConnector(launches);
    if (!attention || !ffn || !connector || !launches.every(isReadable)) return [];
    const pools = { attention: attention.value, ffn: ffn.value };
    const limit = limitOf(connector, pools, plugin?.generation ?? 'unknown');
    return [
      ...(limit ? [limitFinding(limit, attention, ffn, subject)] : []),
      ...(connector.isOneRankPerReplica ? manyPerReplica(launches, connector) : []),
    ];
  },
};

/** What a connector says of pools. */
interface Limit {
  readonly severity: Severity;
  readonly message: string;
  /** Pools that it would take instead. */
  readonly targets: readonly PoolSizes[];
}

function limitOf(connector: Connector, pools: PoolSizes, generation: PluginGeneration): Limit | undefined {
  const { attention, ffn } = pools;
  const named = connector.source ?? quote(connector.name);
  const isMultiple = attention % ffn === 0;
  const below = ffn * Math.floor(attention / ffn);
  const balanced = [below, below + ffn].filter((count) => count >= ffn).map((count) => ({ attention: count, ffn }));
  switch (connector.pools) {
    case 'in blocks':
    case 'balanced': {
      if (attention < ffn)
        return {
          severity: 'error',
          message: `${counted(pools)}; ${named} needs at least as many attention ranks.`,
          targets: [
            { attention: ffn, ffn },
            { attention, ffn: attention },
          ],
        };
      if (isMultiple) return undefined;
      return connector.pools === 'in blocks'
        ? unevenBlocks(pools, balanced, generation)
        : {
            severity: 'warning',
            message: `${counted(pools)}; ${named} is balanced for a multiple only.`,
            targets: balanced,
          };
    }
    case 'nested':
      if (isMultiple || ffn % attention === 0) return undefined;
      return {
        severity: 'error',
        message: `${counted(pools)}; ${named} needs one to be a multiple of the other.`,
        targets: balanced,
      };
    case 'two FFN ranks':
      if (ffn >= 2) return undefined;
      return { severity: 'error', message: `${counted(pools)}; ${named} needs at least 2 FFN ranks.`, targets: [] };
    case 'pairs':
      if (attention === ffn) return undefined;
      return {
        severity: 'warning',
        message: `${counted(pools)}; ${named} needs as many of both.`,
        targets: [
          { attention: ffn, ffn },
          { attention, ffn: attention },
        ],
      };
    case undefined:
      return undefined;
  }
}

/** Pools of which one is no multiple of the other run since pull request 309 of the plugin, in uneven blocks. */
function unevenBlocks(
  { attention, ffn }: PoolSizes,
  targets: readonly PoolSizes[],
  generation: PluginGeneration,
): Limit {
  const most = Math.ceil(attention / ffn);
  switch (generation) {
    case 'servers':
    case 'ranks-divisible':
      return {
        severity: 'error',
        message: `${counted({ attention, ffn })}; before September 2026 (#309) the plugin takes multiples only.`,
        targets,
      };
    case 'unknown':
      return {
        severity: 'warning',
        message: `${counted({ attention, ffn })}: no multiple, which the plugin takes since September 2026 (#309) only.`,
        targets,
      };
    case 'ranks-uneven':
      return {
        severity: 'info',
        message: `${counted({ attention, ffn })} work in blocks of ${most} and ${most - 1}; the slowest FFN rank serves ${most}.`,
        targets,
      };
  }
}

function counted({ attention, ffn }: PoolSizes): string {
  return `${formatCounted(attention, 'attention rank')} and ${formatCounted(ffn, 'FFN rank')}`;
}

function limitFinding(
  { severity, message, targets }: Limit,
  attention: Fact<number>,
  ffn: Fact<number>,
  subject: Subject,
): Finding {
  const deployment = subject.deployment!;
  const here = [attention, ffn].find(({ file }) => file === undefined);
  const other = here === ffn ? attention : ffn;
  return finding(poolTopology, here?.site ?? deployment.factsRange, message, {
    severity,
    related: [{ message: 'The other pool is counted here.', range: other.site, file: other.file }],
    fixes: () => targets.flatMap((target) => resizeFixes(target, subject)),
  });
}

function resizeFixes(target: PoolSizes, subject: Subject): readonly Fix[] {
  const deployment = subject.deployment!;
  return resizes(deployment, target)
    .filter((resize) => isExactResize(subject, deployment, target, resize))
    .map(({ how, edits, elsewhere }) => ({
      title: `Change to ${formatPools(target)}${how}`,
      preferred: false,
      cosmetic: false,
      edits,
      elsewhere,
    }));
}

/** Launches with more ranks than replicas of data parallel. */
function manyPerReplica(launches: readonly Launch[], { name }: Connector): readonly Finding[] {
  return launchesHere(launches).flatMap((launch) => {
    const ranks = known(launch.pool === 'ffn' ? launch.ffnRanks : launch.attentionRanks);
    const replicas = known(launch.dataParallel);
    const perReplica = known(launch.tensorParallel)?.value;
    if (!ranks || !replicas || !perReplica || ranks.value !== replicas.value * perReplica) return [];
    if (ranks.value === replicas.value) return [];
    return [
      finding(
        poolTopology,
        ranks.site,
        `${formatCounted(ranks.value, 'rank')} and ${formatCounted(replicas.value, 'data parallel replica')}; ${quote(name)} needs one rank each.`,
      ),
    ];
  });
}

/** What all launches say that say anything; undefined where they disagree, which another rule reports. */
function agreed(launches: readonly Launch[], read: (launch: Launch) => Stated<number>): Fact<number> | undefined {
  const facts = launches.flatMap((launch) => known(read(launch)) ?? []);
  const [first] = facts;
  const isSane = first !== undefined && first.value >= 1 && facts.every(({ value }) => value === first.value);
  return isSane ? (facts.find(({ file }) => file === undefined) ?? first) : undefined;
}

function agreedConnector(launches: readonly Launch[]): Connector | undefined {
  const names = new Set(launches.flatMap((launch) => connectorOf([launch]) ?? []));
  return names.size === 1 ? knownConnector(launches) : undefined;
}
