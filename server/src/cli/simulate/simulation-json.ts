import { modelVersion, schemaVersion } from '../../report/explanation-json';
import type { Estimate } from '../../simulation/scenario';
import type { SimulatedSweep, TheorySweep } from '../../sweep/sweep';

export interface SimulatedDeployment {
  readonly file: string;
  readonly name: string | undefined;
  readonly theory: TheorySweep;
  readonly simulated: SimulatedSweep;
}

/**
 * The machine-readable simulation. Times are in `timeUnit`, throughput in tokens per time unit per worker (per unit of
 * cost where `weighted`). One deployment asked for stands at the top level; of several, those that could be simulated
 * are in `deployments`, so that the shape does not depend on which could.
 */
export function simulationJson(deployments: readonly SimulatedDeployment[], asked: number) {
  const [only] = deployments;
  const versions = { schemaVersion, modelVersion };
  if (asked === 1 && only) return { ...versions, ...deploymentJson(only) };
  return { ...versions, deployments: deployments.map(deploymentJson) };
}

function deploymentJson({ file, name, theory, simulated }: SimulatedDeployment) {
  const { microbatches, batchSize } = theory.inputs;
  const { seed, replications, requestsPerWorker, start, requests } = simulated;
  return {
    file,
    document: theory.document,
    name: name ?? null,
    timeUnit: theory.timeUnit,
    weighted: theory.weighted,
    batchSize,
    microbatches,
    microbatchesAssumed: theory.inputs.microbatchesAssumed,
    requests,
    requestsPerWorker,
    start,
    seed,
    replications,
    sweep: simulated.points.map((point) => ({
      attention: point.attention,
      ffn: point.ffn,
      ratio: point.ratio,
      throughputPerInstance: point.throughput.mean,
      ...ends(point.throughput),
      throughputFirst80: point.throughputFirst80.mean,
      theory: point.theory,
      tpot: point.tpotMean.mean,
      tpotP99: point.tpotP99.mean,
      idleAttention: point.idleAttention.mean,
      idleFfn: point.idleFfn.mean,
      barrierOverhead: point.barrierOverhead.mean,
      intervals: {
        throughputFirst80: ends(point.throughputFirst80),
        tpot: ends(point.tpotMean),
        tpotP99: ends(point.tpotP99),
        idleAttention: ends(point.idleAttention),
        idleFfn: ends(point.idleFfn),
        barrierOverhead: ends(point.barrierOverhead),
      },
    })),
    best: simulated.best,
    predicted: simulated.predicted,
    ratioErrorPercent: simulated.ratioErrorPercent,
    regretPercent: simulated.regretPercent,
    notes: theory.notes,
  };
}

/** The ends of the 95 % interval; null with a single replication. */
function ends({ low, high }: Estimate) {
  return { low: low ?? null, high: high ?? null };
}
