import type { Topology } from '../../deployment';
import type { Launch } from '../../launches/launch';
import type { PluginGeneration } from '../../launches/plugin-generation';
import { type ConnectorTable, connectorNamed, currentName } from '../connector';
import { expertsOf, ffnLaunches, topologyBy } from '../pool-limits';

/** Which pools vLLM accepts: those of its connector, and of as many FFN ranks as share out the experts. */
export function vllmTopology(
  connectors: ConnectorTable,
  group: readonly Launch[],
  generation: PluginGeneration,
): Topology | undefined {
  const by = connectorNamed(group);
  const limits = by === undefined ? undefined : connectors.byName.get(currentName(connectors, by))?.limits;
  return by === undefined || !limits
    ? undefined
    : topologyBy(by, { ...limits(generation), ffnDivides: dividedExperts(group) });
}

/** The routed experts that FFN ranks share out among them, unless their launch is known not to. */
function dividedExperts(group: readonly Launch[]): number | undefined {
  const ffn = ffnLaunches(group);
  const isWhole = ffn.length > 0 && !ffn.some(({ options }) => options.has('enable-expert-parallel'));
  return isWhole ? undefined : expertsOf(group);
}
