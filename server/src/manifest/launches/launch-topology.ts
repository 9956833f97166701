import type { Topology } from '../deployment';
import { currentConnector } from './connectors';
import { knownValue, type Launch } from './launch';
import type { PluginGeneration } from './plugin-generation';
import { startsRole } from './role';
import { routedExperts } from './routed-experts';

/** Lanes that SGLang admits for the FFN pool are the divisors of this. */
const mostLanes = 32;

/** Which pools the engine of these launches accepts; undefined where no limit is known. */
export function topologyOf(group: readonly Launch[], generation: PluginGeneration): Topology | undefined {
  const [{ dialect }] = group as readonly [Launch];
  const experts = dividedExperts(group);
  switch (dialect) {
    case 'vllm-afd-plugin':
    case 'vllm-afd-config':
      return topologyOfConnector(connectorNamed(group), experts, generation, dialect === 'vllm-afd-config');
    case 'sglang-afd':
      return { ...free('SGLang'), ffnDivides: experts === undefined ? mostLanes : greatestDivisor(mostLanes, experts) };
    case 'rtp-llm':
      return { ...free('RTP-LLM'), ffnDivides: 1 };
    default:
      return undefined;
  }
}

function topologyOfConnector(
  by: string | undefined,
  ffnDivides: number | undefined,
  generation: PluginGeneration,
  isInTree: boolean,
): Topology | undefined {
  if (by === undefined) return undefined;
  switch (currentConnector(by)) {
    case 'P2pNcclAFDConnector':
      return {
        by,
        attentionAtLeastFfn: true,
        // The in-tree connector pairs the ranks of both pools one by one.
        attentionAtMostFfn: isInTree,
        attentionMultipleOfFfn: isInTree || generation === 'servers' || generation === 'ranks-divisible',
        ffnDivides,
        wholeWorkersPerFfn: true,
      };
    case 'CAMP2pAFDConnector':
      // Other counts run too, but only multiples are the balanced mapping that its documentation asks for.
      return { ...free(by), attentionAtLeastFfn: true, attentionMultipleOfFfn: true, ffnDivides };
    case 'CAMAsyncAFDConnector':
      return { ...free(by), ffnDivides };
    default:
      return undefined;
  }
}

function free(by: string): Topology {
  return {
    by,
    attentionAtLeastFfn: false,
    attentionAtMostFfn: false,
    attentionMultipleOfFfn: false,
    ffnDivides: undefined,
    wholeWorkersPerFfn: false,
  };
}

/** The connector by its name of today. */
export function connectorOf(group: readonly Launch[]): string | undefined {
  const name = connectorNamed(group);
  return name === undefined ? undefined : currentConnector(name);
}

function connectorNamed(group: readonly Launch[]): string | undefined {
  return group.map(({ connector }) => knownValue(connector)).find((connector) => connector !== undefined);
}

/** The routed experts that FFN ranks share out among them, unless their launch is known not to. */
function dividedExperts(group: readonly Launch[]): number | undefined {
  const ffn = group.filter((launch) => startsRole(launch, 'ffn'));
  const isVllm = group[0]!.dialect.startsWith('vllm');
  if (isVllm && ffn.length > 0 && !ffn.some(({ options }) => options.has('enable-expert-parallel'))) return undefined;
  const models = group.map(({ model }) => knownValue(model));
  return models.map((model) => (model === undefined ? undefined : routedExperts(model))).find(Boolean);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
