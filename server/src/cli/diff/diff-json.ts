import { bundleCost } from '../../provisioning/cycle/throughput';
import { deploymentJson, modelVersion, schemaVersion } from '../../report/explanation-json';
import type { DeploymentDiff, DiffReport } from './diff-report';
import type { DiffRowKey } from './diff-rows';
import type { DiffSide } from './diff-side';

/**
 * The machine-readable differences; `deployments` is empty when nothing changed. `before` and `after` are as `explain`
 * gives them. Throughput of the bundle is in tokens per time unit of that side's profile.
 */
export function diffJson({ base, deployments }: DiffReport) {
  return {
    schemaVersion,
    modelVersion,
    base: base.name,
    baseCommit: base.commit ?? null,
    deployments: deployments.map(deploymentDiff),
  };
}

function deploymentDiff({ file, previousFile, name, change, rows, findings, before, after }: DeploymentDiff) {
  const percent = (key: DiffRowKey): number | null => {
    const share = rows.find((row) => row.key === key)?.share;
    return share === undefined || !Number.isFinite(share) ? null : share * 100;
  };
  return {
    file,
    previousFile: previousFile ?? null,
    name: name ?? null,
    change,
    changed: rows.filter(({ decides }) => decides).map(({ key }) => key),
    percent: {
      throughputPerInstance: percent('throughput'),
      throughputOfBundle: percent('bundleThroughput'),
      tpot: percent('tpot'),
    },
    workers: { before: workersOf(before), after: workersOf(after) },
    throughputOfBundle: { before: bundleThroughputOf(before), after: bundleThroughputOf(after) },
    findings: {
      appeared: findings.appeared.map(({ code }) => code),
      gone: findings.gone.map(({ code }) => code),
    },
    before: before ? sideJson(before) : null,
    after: after ? sideJson(after) : null,
  };
}

function sideJson({ file, unit, deployment, evaluation }: DiffSide) {
  return deploymentJson(file, unit, deployment, evaluation);
}

function workersOf(side: DiffSide | undefined): number | null {
  const { attention, ffn } = side?.deployment ?? {};
  return attention && ffn ? attention.workers + ffn.workers : null;
}

function bundleThroughputOf(side: DiffSide | undefined): number | null {
  const { sizing, profile } = side?.evaluation ?? {};
  return sizing && profile ? sizing.throughput * bundleCost(profile.latency, sizing.pools) : null;
}
