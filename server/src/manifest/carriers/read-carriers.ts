import type { YamlDocument } from '../../yaml/yaml-document';
import { Budget } from './budget';
import { claimOf, serviceOf } from './cluster-objects';
import { ConfigMaps, type ConfigScript } from './config-maps';
import { objectsIn } from './manifest-object';
import { bareCarrier, optionProcesses } from './option-files';
import { podProcesses } from './pod-processes';
import type { CarriedFile, ManifestProcess } from './process';
import { ScalarReader } from './scalar-reader';

/** Processes that are read of one file; aliases can make very many of a few lines. */
const processLimit = 1000;
/** Characters of scripts and variables that are read of one file, those of a script once for each process. */
const characterLimit = 30_000_000;

/**
 * What the YAML documents of a file start, whatever it is, with the Services and claims in it. `file` is the text of the
 * whole file, and the ranges of the trees are offsets into it. Never throws.
 */
export function readCarriers(file: string, documents: readonly YamlDocument[]): CarriedFile {
  const reader = new ScalarReader(file);
  const objects = objectsIn(documents, reader);
  const configMaps = new ConfigMaps(objects, reader);
  const budget = new Budget(characterLimit);
  const run = new Set<ConfigScript>();
  const processes: ManifestProcess[] = [];
  for (const object of objects) {
    const left = processLimit - processes.length;
    if (left <= 0) break;
    processes.push(
      ...podProcesses(object, left, { reader, configMaps, budget, run }),
      ...optionProcesses(object, reader),
    );
  }
  for (const script of configMaps.scripts) if (!run.has(script)) processes.push(scriptProcess(script));
  return {
    processes: processes
      .filter(({ start }) => start.kind !== 'script' || budget.spend(start.script.text.length))
      .slice(0, processLimit),
    services: objects.flatMap((object) => serviceOf(object, reader) ?? []),
    claims: objects.flatMap((object) => claimOf(object, reader) ?? []),
  };
}

/** A script that no pod of the file runs. */
function scriptProcess({ object, key, keyRange, text }: ConfigScript): ManifestProcess {
  const carrier = { ...bareCarrier(object), kind: 'ConfigMap', part: key, site: keyRange };
  return { carrier, start: { kind: 'script', script: text }, environment: new Map() };
}
