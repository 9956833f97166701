// The catalogues: folders of documents that the programs have built in, and open for their reader where they lie in dist/.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Their folders, by the name in dist/, where each is flat. */
export const catalogues = {
  'latency-profiles': 'server/src/latency/catalogue',
  devices: 'server/src/latency/hardware/devices',
  models: 'server/src/latency/hardware/models',
};

/** The documents of a catalogue, in folders or not, in the order of their names: the name of each, and its path. */
export function documentsOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ name: basename(file, '.yaml'), path: join(folder, file) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
