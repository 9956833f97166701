import type { Deployment } from '../deployment';
import type { Launch } from '../launches/launch';
import { aiconfigurator } from './aiconfigurator/aiconfigurator';
import { type Connector, connectorNamed, currentName } from './connector';
import type { Dialect } from './dialect';
import { rtpLlm } from './rtp-llm';
import { sglAfdPlugin } from './sglang/sgl-afd-plugin';
import { sglangAfd } from './sglang/sglang-afd';
import { sglangStepMesh } from './sglang/sglang-stepmesh';
import { stepMesh } from './stepmesh';
import { vllmAfdConfig } from './vllm/vllm-afd-config';
import { vllmAfdPlugin } from './vllm/vllm-afd-plugin';

/**
 * Every way in which engines are told about attention-FFN disaggregation. The most specific first, since a process is read by
 * one of them: an engine's own options say more than the environment of its transport.
 */
export const dialects = {
  'vllm-afd-plugin': vllmAfdPlugin,
  'vllm-afd-config': vllmAfdConfig,
  'sglang-afd': sglangAfd,
  'sgl-afd-plugin': sglAfdPlugin,
  'sglang-stepmesh': sglangStepMesh,
  'rtp-llm': rtpLlm,
  aiconfigurator,
  stepmesh: stepMesh,
} as const satisfies Readonly<Record<string, Dialect>>;

/** The name of a dialect that launches are written in. */
export type LaunchDialect = keyof typeof dialects;

/** All of them, in the order in which a process is tried. */
export const allDialects: readonly Dialect[] = Object.values(dialects);

/** What is known of the dialect of a launch. */
export function dialectOf({ dialect }: Pick<Launch, 'dialect'>): Dialect {
  return dialects[dialect];
}

/** What is known of the dialect of a deployment's launches; undefined for a native manifest, or none. */
export function launchDialect(deployment: Pick<Deployment, 'launches'> | undefined): Dialect | undefined {
  const [launch] = deployment?.launches ?? [];
  return launch && dialectOf(launch);
}

/** What a connector that a launch names is called today. */
export function currentConnector(launch: Pick<Launch, 'dialect'>, name: string): string {
  const { connectors } = dialectOf(launch);
  return connectors ? currentName(connectors, name) : name;
}

/** The connector of launches of one deployment, by its name of today. */
export function connectorOf(group: readonly Launch[]): string | undefined {
  const name = connectorNamed(group);
  return name === undefined ? undefined : currentConnector(group[0]!, name);
}

/** What is known of the connector of launches of one deployment. */
export function knownConnector(group: readonly Launch[]): Connector | undefined {
  const name = connectorOf(group);
  return name === undefined ? undefined : dialectOf(group[0]!).connectors?.byName.get(name);
}
