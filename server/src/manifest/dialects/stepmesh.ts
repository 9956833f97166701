import { knownValue, type Launch, type Stated } from '../launches/launch';
import { type DialectReader, emptyLaunch, mainCalls, type ProgramCall, variablePlace } from '../launches/program-call';
import { byDefault, computed, integer, stated, word } from '../launches/stated';

const variables = ['DMLC_ROLE', 'DMLC_NUM_WORKER', 'DMLC_NUM_SERVER', 'DMLC_GROUP_SIZE'];

/**
 * Programs on StepMesh alone, told by `DMLC_…` variables: workers are attention, servers are FFN. Other systems use the
 * same variables but for `DMLC_GROUP_SIZE`. The scheduler belongs to neither pool.
 */
export const readStepMesh: DialectReader = (calls) =>
  mainCalls(calls, variables).flatMap((call) => {
    const isStepMesh = variables.every((name) => call.environment.has(name));
    const role = stated(variablePlace(call, 'DMLC_ROLE'), roleOf);
    const isScheduler = call.environment.get('DMLC_ROLE')?.text === 'scheduler';
    return isStepMesh && !isScheduler ? [{ ...stepMeshLaunch(call), role, pool: knownValue(role) }] : [];
  });

function roleOf(value: unknown): 'attention' | 'ffn' | undefined {
  return value === 'worker' ? 'attention' : value === 'server' ? 'ffn' : undefined;
}

function stepMeshLaunch(call: ProgramCall): Launch {
  return {
    ...emptyLaunch('stepmesh', call),
    ...readRendezvous(call),
    connector: byDefault('StepMesh', call.site),
  };
}

/** What the `DMLC_…` variables say: the pools in ranks, and where they meet. */
export function readRendezvous(call: ProgramCall): Pick<Launch, 'host' | 'port' | 'attentionRanks' | 'ffnRanks'> {
  return {
    host: stated(variablePlace(call, 'DMLC_PS_ROOT_URI'), word),
    port: stated(variablePlace(call, 'DMLC_PS_ROOT_PORT'), integer),
    attentionRanks: ranksOf(call, 'DMLC_NUM_WORKER'),
    ffnRanks: ranksOf(call, 'DMLC_NUM_SERVER'),
  };
}

function ranksOf(call: ProgramCall, name: string): Stated<number> {
  const group = stated(variablePlace(call, 'DMLC_GROUP_SIZE'), integer) ?? byDefault(1, call.site);
  return 'value' in group
    ? computed(stated(variablePlace(call, name), integer), (count) => count * group.value)
    : group;
}
