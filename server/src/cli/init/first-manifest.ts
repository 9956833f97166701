import type { LatencyProfile } from '../../latency/latency-profile';
import { yamlScalar } from '../../text/yaml-scalar';
import type { ColumnMapping } from '../../workload/trace-summary';

/** What a first manifest states; what is undefined stands in it as a comment, for its author to fill in. */
export interface FirstManifest {
  readonly name: string | undefined;
  /** As the manifest refers to it. */
  readonly trace: string;
  readonly columns: ColumnMapping | undefined;
  readonly attention: number;
  readonly ffn: number;
  readonly batchSize: number | undefined;
  readonly microbatches: number | undefined;
  /** A built-in id, or a path as the manifest refers to it. */
  readonly latencyProfile: string | undefined;
}

/** The text of a manifest that states these facts; `profiles`: the built-in ones, to choose from. */
export function firstManifest(facts: FirstManifest, profiles: Iterable<LatencyProfile>): string {
  const { name, trace, columns, attention, ffn, batchSize, microbatches, latencyProfile } = facts;
  return `${[
    'apiVersion: afd-lens/v1',
    'kind: AFDDeployment',
    ...(name === undefined ? [] : [`metadata: { name: ${yamlScalar(name)} }`]),
    'spec:',
    ...(latencyProfile === undefined
      ? [
          '  # Stage times of the model on its hardware: the path of a profile file, or the id of a built-in profile:',
          ...[...profiles].map((profile) => `  # - ${describeProfile(profile)}`),
          '  # latencyProfile:',
        ]
      : [`  latencyProfile: ${yamlScalar(latencyProfile)}`]),
    '  workload:',
    `    trace: ${yamlScalar(trace)} # relative to this file`,
    ...(columns === undefined
      ? []
      : [`    columns: { prefill: ${yamlScalar(columns.prefill)}, decode: ${yamlScalar(columns.decode)} }`]),
    '  attention:',
    `    workers: ${attention}`,
    ...(batchSize === undefined
      ? ['    # Requests per attention worker in one microbatch:', '    # batchSize:']
      : [`    batchSize: ${batchSize}`]),
    '  ffn:',
    `    workers: ${ffn}`,
    ...(microbatches === undefined
      ? ['  # Microbatches in flight at once; without it the stages count as fully overlapped:', '  # microbatches:']
      : [`  microbatches: ${microbatches}`]),
  ].join('\n')}\n`;
}

function describeProfile({ id, model, device, calibration, timeUnit }: LatencyProfile): string {
  const unit = timeUnit === 'cycle' ? 'cycles' : timeUnit;
  const what = [model, device].filter((word) => word !== undefined).join(' on ');
  return `${id}${what === '' ? '' : ` (${what}, ${calibration}, times in ${unit})`}`;
}
