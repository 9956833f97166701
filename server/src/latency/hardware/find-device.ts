import { deviceCatalogue } from '../../generated/hardware-catalogue';
import type { Device } from './device';
import { toDevice } from './device-file';
import { bareName, type Found, findByName, nameTable } from './find-by-name';

/** The built-in devices, by id. */
export const builtInDevices: ReadonlyMap<string, Device> = new Map(
  deviceCatalogue.map((document) => {
    const device = toDevice(document, 'built-in');
    return [device.id, device];
  }),
);

const names = nameTable(
  deviceCatalogue.map(({ metadata, aliases = [] }) => {
    const value = builtInDevices.get(metadata!.name!)!;
    return { id: value.id, aliases, value };
  }),
  normalDeviceName,
);

/** The built-in device of this id or alias, whatever its case, punctuation and maker's name: `NVIDIA H200`, `ascend_910b`. */
export function findDevice(name: string): Found<Device> {
  return findByName(names, normalDeviceName(name));
}

/** A device's name in comparable form. */
function normalDeviceName(name: string): string {
  return bareName(name.replace(/^\s*(?:nvidia|amd|huawei)(?![a-z0-9])/i, ''));
}
