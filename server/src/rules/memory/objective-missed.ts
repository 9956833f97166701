import type { MissedObjective } from '../../evaluation/missed-objective';
import type { Deployment } from '../../manifest/deployment';
import { placeHere } from '../../manifest/place-here';
import { formatCount, formatNumber, formatPools, formatTime } from '../../text/format';
import { objectiveNames, regimeWords } from '../../text/words';
import { type Fix, finding, type Rule, type Subject } from '../rule';
import { countFixes } from '../sizing/count-fix';
import { resizeFixes } from '../sizing/resize-fix';

export const objectiveMissed: Rule = {
  code: 'AFD504',
  title: 'Objective missed',
  severity: 'warning',
  check(subject) {
    const { deployment, evaluation } = subject;
    const { sizing, profile } = evaluation ?? {};
    const missed = sizing?.missedObjective;
    if (!deployment || !profile || !missed?.certain) return [];
    const { name, limit, nearest } = missed;
    const time = (value: number): string => formatTime(value, profile.timeUnit);
    const least = name === 'tpot' ? '' : 'at least ';
    const advice = nearest === undefined ? '' : ` ${describe(deployment, nearest, time)}`;
    const message = `${objectiveNames[name]} is ${least}${time(sizing!.tpot!)}, over the objective of ${time(limit)}.${advice}`;
    const fact = name === 'tpot' ? deployment.tpotSeconds : deployment.ttftSeconds;
    return [
      finding(objectiveMissed, placeHere(deployment, fact), message, {
        fixes: () => (nearest ? fixes(subject, deployment, nearest) : []),
      }),
    ];
  },
};

type Nearest = NonNullable<MissedObjective['nearest']>;

function describe({ batchSize, microbatches }: Deployment, nearest: Nearest, time: (value: number) => string): string {
  const at = formatPools(nearest.pools);
  if (nearest.kind === 'infeasible') {
    const step = time(nearest.cycleTime * microbatches!.value);
    return `Even B = 1 at ${at} takes ${step}, ${regimeWords[nearest.stage]}.`;
  }
  switch (nearest.changes) {
    case 'attention':
      return `${at} keeps it at B = ${formatNumber(batchSize!.value)}.`;
    case 'batch size':
      return `B = ${formatCount(nearest.batchSize)} keeps it at ${at}.`;
    case 'both':
      return `The nearest that keeps it is ${at} at B = ${formatCount(nearest.batchSize)}.`;
  }
}

/** Where both would have to change, nothing is edited. */
function fixes(subject: Subject, deployment: Deployment, nearest: Nearest): readonly Fix[] {
  if (nearest.kind === 'infeasible' || nearest.changes === 'both') return [];
  if (nearest.changes === 'batch size') {
    const title = `Change the batch size to ${formatCount(nearest.batchSize)}, the largest that keeps the objective`;
    return countFixes(subject, {
      fact: deployment.batchSize!,
      key: 'batchSize',
      value: nearest.batchSize,
      title,
      preferred: false,
    });
  }
  const title = `Change to ${formatPools(nearest.pools)}, the most attention workers that keep the objective`;
  return resizeFixes(subject, deployment, nearest.pools, () => title);
}
