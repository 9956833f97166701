import { basename, dirname } from 'node:path';
import type { DeviceState, ModelState, ProfileState } from '../evaluation/inputs';
import { readDevice } from '../latency/hardware/device-file';
import { readModelFile } from '../latency/hardware/model-file';
import { readProfile } from '../latency/profile-document';

/** How the small documents that a manifest refers to are read. */
export const documentReaders = {
  profile(path: string, text: string): ProfileState {
    const outcome = readProfile(text, nameOf(path));
    return outcome.kind === 'ready' ? { kind: 'ready', path, profile: outcome.profile } : { ...outcome, path };
  },
  device(path: string, text: string): DeviceState {
    const outcome = readDevice(text, nameOf(path));
    return outcome.kind === 'ready' ? { kind: 'ready', path, device: outcome.device } : { ...outcome, path };
  },
  model(path: string, text: string): ModelState {
    const outcome = readModelFile(text, nameOf(path));
    return outcome.kind === 'ready' ? { kind: 'ready', path, shape: outcome.shape } : { ...outcome, path };
  },
};

/** What a document is called that does not name itself: its file, or the folder of a `config.json`. */
function nameOf(path: string): string {
  const name = basename(path);
  return name === 'config.json' ? basename(dirname(path)) : name.replace(/(?:\.afd)?\.(?:ya?ml|json)$/i, '');
}
