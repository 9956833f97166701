import { fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { deployment, now } from '../analysis/analysed';
import { good } from './base-texts';

/** The settings of `/srv/deploy/a.afd.yaml` under a configuration in `/srv`. */
export function under(configuration: string) {
  return fileSettings({
    path: '/srv/deploy/a.afd.yaml',
    folder: '/srv/deploy',
    configuration: readConfiguration('/srv/afd-lens.config.yaml', configuration),
    nowMs: now,
  });
}

export const bare = deployment(good).replace(/ {2}(?:latencyProfile|workload): .*\n/g, '');
