import type { Deployment, Pool } from '../manifest/deployment';
import { durationText } from '../manifest/duration';
import { yamlScalar } from '../text/yaml-scalar';
import type { DeploymentChange } from './sweep';

/**
 * A deployment with these values as the manifest would write them, for the clipboard; expects both pools. Of one stated
 * by launches the sizes alone, under the names that they have there.
 */
export function deploymentSnippet(
  { attention, ffn, ...stated }: Deployment & { readonly attention: Pool; readonly ffn: Pool },
  change: DeploymentChange,
): string {
  if (stated.launches.length > 0) {
    const size = ({ sizeKey, factor, workers }: Pool, wanted = workers): string => `${sizeKey}: ${wanted / factor}`;
    return `${size(attention, change.attention)}\n${size(ffn, change.ffn)}\n`;
  }
  const batchSize = change.batchSize ?? stated.batchSize?.value;
  const microbatches = change.microbatches ?? stated.microbatches?.value;
  const seconds = change.tpotSeconds ?? stated.tpotSeconds?.value;
  const tpot = seconds === undefined ? undefined : durationText(seconds);
  const profile = change.profile ?? stated.latencyProfile?.value;
  const pool = ({ sizeKey, factor }: Pool, workers: number, more: string): string => {
    const tensor = factor === 1 ? '' : `, tensorParallel: ${factor}`;
    return `{ ${sizeKey}: ${workers / factor}${tensor}${more} }`;
  };
  const batch = batchSize === undefined ? '' : `, batchSize: ${batchSize}`;
  return [
    ...(profile === undefined ? [] : [`latencyProfile: ${yamlScalar(profile)}`]),
    `attention: ${pool(attention, change.attention ?? attention.workers, batch)}`,
    `ffn: ${pool(ffn, change.ffn ?? ffn.workers, '')}`,
    ...(microbatches === undefined ? [] : [`microbatches: ${microbatches}`]),
    ...(tpot === undefined ? [] : [`slo: { tpot: ${tpot} }`]),
    '',
  ].join('\n');
}
