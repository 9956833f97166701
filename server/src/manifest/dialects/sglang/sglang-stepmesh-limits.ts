import { quote } from '../../../text/format';
import { known, type Launch } from '../../launches/launch';
import { variablePlace } from '../../launches/program-call';
import { integer, stated, word } from '../../launches/stated';
import { type Limit, limitAt } from '../limit';

const nodeCounts = [
  ['DMLC_NUM_WORKER', 'attention'],
  ['DMLC_NUM_SERVER', 'FFN'],
] as const;

/** What SGLang over StepMesh refuses, or waits for without end. */
export function sglangStepMeshLimits(launch: Launch): readonly Limit[] {
  const counts = nodeCounts.flatMap(([name, role]) => {
    const nodes = known(stated(variablePlace(launch, name), integer));
    if (!nodes || nodes.value === 1) return [];
    return [limitAt(nodes, `${quote(name)} is ${nodes.value}: SGLang has "Only support one ${role} node".`, 1)];
  });
  return [...counts, ...addressLimits(launch)];
}

/** The FFN process listens at the host of its node, so the address that it is told must be that one. */
function addressLimits(launch: Launch): readonly Limit[] {
  const host = launch.options.has('afd-ffn-addr') ? known(launch.host) : undefined;
  const node = known(stated(variablePlace(launch, 'DMLC_NODE_HOST'), word));
  if (launch.pool !== 'ffn' || !host || !node || host.value === node.value) return [];
  const message = `${quote('--afd-ffn-addr')} says ${quote(host.value)}, ${quote('DMLC_NODE_HOST')} ${quote(node.value)}: where they differ it hangs.`;
  const related = [{ message: 'The host of this node.', range: node.site }];
  return [{ ...limitAt(host, message), severity: 'warning', related }];
}
