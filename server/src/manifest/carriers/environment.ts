import { type MappedText, unknownText } from '../../text/mapped-text';
import { entryOf, nodeAt, type TreeNode } from '../../yaml/yaml-tree';
import type { Budget } from './budget';
import type { ConfigMaps } from './config-maps';
import type { Environment } from './process';
import type { ScalarReader } from './scalar-reader';
import { itemsOf } from './tree-path';
import { replaceReferences } from './variable-references';

/** What the environment of a container is made of. */
export interface EnvironmentSources {
  /** Lists of variables, later ones over earlier ones: of the service, then of the container. */
  readonly lists: readonly (TreeNode | undefined)[];
  /** The container's `envFrom`. */
  readonly from: TreeNode | undefined;
}

/** The environment of a container, with the names of the ConfigMaps that it is taken from. */
export interface ContainerEnvironment {
  readonly environment: Environment;
  readonly configMaps: readonly string[];
}

/** What reading one variable takes off the budget: many containers can share a long list. */
const variableCost = 200;

/** The environment of a container as far as the file gives it; a value that comes from elsewhere is unknown text. */
export function readEnvironment(
  { lists, from }: EnvironmentSources,
  configMaps: ConfigMaps,
  reader: ScalarReader,
  budget: Budget,
): ContainerEnvironment {
  const environment = new Map<string, MappedText>();
  const names = new Set<string>();
  for (const source of itemsOf(from)) {
    const prefix = reader.name(entryOf(source, 'prefix')?.value) ?? '';
    const name = reader.name(nodeAt(source, ['configMapRef', 'name']));
    const data = configMaps.textsOf(name);
    if (!budget.spend((1 + data.size) * variableCost)) return { environment, configMaps: [...names] };
    if (name !== undefined) names.add(name);
    for (const [key, value] of data) environment.set(prefix + key, value);
  }
  for (const list of lists) {
    for (const variable of itemsOf(list)) {
      if (!budget.spend(variableCost)) return { environment, configMaps: [...names] };
      const name = reader.name(entryOf(variable, 'name')?.value);
      if (name === undefined) continue;
      const value = entryOf(variable, 'value');
      const elsewhere = entryOf(variable, 'valueFrom')?.value;
      if (elsewhere && !value) {
        const configMap = reader.name(nodeAt(elsewhere, ['configMapKeyRef', 'name']));
        if (configMap !== undefined) names.add(configMap);
        const known = configMaps
          .textsOf(configMap)
          .get(reader.name(nodeAt(elsewhere, ['configMapKeyRef', 'key'])) ?? '');
        environment.set(name, known ?? unknownText(`$(${name})`, elsewhere.site));
      } else {
        const text = reader.text(value?.value) ?? { text: '', pieces: [] };
        environment.set(name, replaceReferences(text, environment, budget, true));
      }
    }
  }
  return { environment, configMaps: [...names] };
}
