import { dialectOf } from '../../../manifest/dialects/dialects';
import type { Fact } from '../../../manifest/fact';
import { known, knownValue, type Launch, type Stated } from '../../../manifest/launches/launch';
import { placeBelow } from '../../../manifest/launches/launch-options';
import { variablePlace } from '../../../manifest/launches/program-call';
import { integer, type SettingPlace, stated, truth, word } from '../../../manifest/launches/stated';

/** The options that hold vLLM's compilation settings. */
const compilation = ['compilation-config', 'cc', 'O'] as const;

/** The mode of graphs that a launch asks for, as it is written. */
export function graphMode(launch: Launch): Stated<string> {
  return stated(placeBelow(launch, compilation, ['cudagraph_mode']), word);
}

/** The sizes of the batches that a launch captures graphs of: where they are written, and each one. */
export interface CaptureSizes {
  readonly place: SettingPlace;
  readonly sizes: readonly Fact<number>[];
}

/** Undefined where the launch gives no list of capture sizes, or only a run decides one of them. */
export function captureSizes(launch: Launch): CaptureSizes | undefined {
  const place = placeBelow(launch, compilation, ['cudagraph_capture_sizes']);
  if (place?.node.kind !== 'sequence') return undefined;
  const sizes = place.node.items.map((node) => known(stated({ keyRange: place.keyRange, node }, integer)));
  const all = sizes.filter((size) => size !== undefined);
  return all.length === sizes.length && all.length > 0 ? { place, sizes: all } : undefined;
}

/** Whether the second model runner is asked for; undefined where the launch does not say, or only a run decides it. */
export function isModelRunnerV2(launch: Launch): boolean | undefined {
  const variable = dialectOf(launch).modelRunnerVariable;
  return variable === undefined ? undefined : knownValue(stated(variablePlace(launch, variable), truth));
}
