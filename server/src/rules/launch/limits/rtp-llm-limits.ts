import { known, type Launch } from '../../../manifest/launches/launch';
import { variablePlace } from '../../../manifest/launches/program-call';
import { integer, stated } from '../../../manifest/launches/stated';
import { quote } from '../../../text/format';
import type { Rule } from '../../rule';
import { launchesHere, placeIn } from '../launch-options';
import { inDifferentPods } from '../pod-network';
import { type Limit, limitAt, limitFindings } from './limit';

export const rtpLlmLimits: Rule = {
  code: 'AFD424',
  title: 'World that RTP-LLM or StepMesh cannot start',
  severity: 'error',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    const numbered = byNumber(launches);
    const limits = launchesHere(launches).flatMap((launch) => {
      if (launch.dialect === 'rtp-llm') return worldLimits(launch);
      return launch.dialect === 'stepmesh' ? meshLimits(launch, numbered) : [];
    });
    return limitFindings(rtpLlmLimits, limits, subject);
  },
};

/** All ranks but the one of the FFN are attention, each with a batch of its own. */
function worldLimits({ attentionRanks, tensorParallel, dataParallel }: Launch): readonly Limit[] {
  const limits: Limit[] = [];
  const attention = known(attentionRanks);
  const world = attention && attention.value + 1;
  const tensor = known(tensorParallel);
  const data = known(dataParallel);
  if (tensor && tensor.value !== 1) {
    limits.push(
      limitAt(tensor, `${quote('tp_size')} is ${tensor.value}: with FFN disaggregation RTP-LLM requires 1.`, 1),
    );
  }
  if (attention && world !== undefined && world <= 1) {
    limits.push(
      limitAt(attention, `A world of ${world} has no attention rank beside the FFN rank: it must be more than 1.`),
    );
  }
  if (data && world !== undefined && world > 1 && data.value !== world) {
    const message = `${quote('dp_size')} is ${data.value}, ${quote('world_size')} ${world}: with FFN disaggregation they must be equal.`;
    limits.push(limitAt(data, message, world));
  }
  return limits;
}

/** The processes on StepMesh by their role and number. */
function byNumber(launches: readonly Launch[]): ReadonlyMap<string, readonly Launch[]> {
  const numbered = new Map<string, Launch[]>();
  for (const launch of launches) {
    const number = launch.dialect === 'stepmesh' ? count(launch, 'DMLC_NODE_RANK') : undefined;
    if (!number) continue;
    const key = numberKey(launch.pool, number.value);
    const others = numbered.get(key);
    if (others) others.push(launch);
    else numbered.set(key, [launch]);
  }
  return numbered;
}

function numberKey(pool: Launch['pool'], number: number): string {
  return `${pool ?? ''} ${number}`;
}

/** Each node has a number of its own in its role, from 0 up. */
function meshLimits(launch: Launch, numbered: ReadonlyMap<string, readonly Launch[]>): readonly Limit[] {
  const number = count(launch, 'DMLC_NODE_RANK');
  const name = launch.pool === 'ffn' ? 'DMLC_NUM_SERVER' : 'DMLC_NUM_WORKER';
  const nodes = count(launch, name);
  if (!number || launch.pool === undefined) return [];
  if (nodes && number.value >= nodes.value) {
    const message = `${quote('DMLC_NODE_RANK')} is ${number.value}: with ${quote(name)} ${nodes.value} it is at most ${nodes.value - 1}.`;
    return [limitAt(number, message)];
  }
  const twin = numbered.get(numberKey(launch.pool, number.value))?.find((other) => inDifferentPods(other, launch));
  const theirs = twin && count(twin, 'DMLC_NODE_RANK');
  if (!theirs) return [];
  const message = `${quote('DMLC_NODE_RANK')} ${number.value} is another pod's too: StepMesh says "rank must be unique" where nodes share one.`;
  // Processes of one node share its number, and a node may be several pods.
  return [
    { ...limitAt(number, message), severity: 'warning', related: [placeIn(twin, 'The other pod.', theirs.site)] },
  ];
}

function count(launch: Launch, name: string): ReturnType<typeof known<number>> {
  return known(stated(variablePlace(launch, name), integer));
}
