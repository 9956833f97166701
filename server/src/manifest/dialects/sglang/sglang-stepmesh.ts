import { known, knownValue, type Launch, type Stated } from '../../launches/launch';
import { poolByName } from '../../launches/pool-by-name';
import { emptyLaunch, type ProgramCall } from '../../launches/program-call';
import { roleNamed } from '../../launches/role';
import { byDefault, integer, partOf, placeOf, stated, word } from '../../launches/stated';
import { type Dialect, hasOwnKey, mostRunning } from '../dialect';
import { readRendezvous, stepMeshSizeWords } from '../stepmesh';
import { readSglangOptions } from './sglang-launch';
import { sglangStepMeshLimits } from './sglang-stepmesh-limits';

/** SGLang over StepMesh: `--afd-role` and `--afd-ffn-addr`, in the first drafts `--afd-perspective`, with `DMLC_…` variables. */
export const sglangStepMesh: Dialect = {
  engine: 'SGLang',
  marks: [[/--afd[-_][a-z]/]],
  read: (calls) => calls.flatMap(launchesOf),
  switches: ['afd-role'],
  poolSizeWords: stepMeshSizeWords,
  requests: { option: '--max-running-requests', is: mostRunning },
  optionFile: { kind: 'sglang config', isOne: hasOwnKey(/^afd[-_](?:role|ffn[-_]addr)$/) },
  limits: { code: 'AFD421', of: (here) => here.flatMap(sglangStepMeshLimits) },
};

function launchesOf(call: ProgramCall): readonly Launch[] {
  const role = call.options.get('afd-role') ?? call.options.get('afd-perspective');
  const isStepMesh = ['afd-ffn-addr', 'afd-transfer-backend', 'afd-mirco-batch', 'afd-perspective'].some((name) =>
    call.options.has(name),
  );
  return role && isStepMesh ? [launchOf(call, stated(placeOf(role), roleNamed))] : [];
}

function launchOf(call: ProgramCall, role: Launch['role']): Launch {
  const address = stated(placeOf(call.options.get('afd-ffn-addr')), word);
  return {
    ...emptyLaunch('sglang-stepmesh', call),
    ...readSglangOptions(call),
    ...readRendezvous(call),
    ...(address ? rendezvousAt(address) : {}),
    role,
    pool: knownValue(role) ?? poolByName(call.carrier),
    connector: byDefault('StepMesh', call.site),
    microbatches: stated(placeOf(call.options.get('afd-mirco-batch')), integer),
  };
}

/** The two halves of `HOST:PORT`. */
function rendezvousAt(address: Stated<string>): Pick<Launch, 'host' | 'port'> {
  const fact = known(address);
  if (!fact) return { host: address, port: undefined };
  const colon = fact.value.lastIndexOf(':');
  if (colon === -1) return { host: fact, port: undefined };
  const port = integer(fact.value.slice(colon + 1));
  return {
    host: partOf(fact, 0, colon, fact.value.slice(0, colon)),
    port: port === undefined ? undefined : partOf(fact, colon + 1, fact.value.length, port),
  };
}
