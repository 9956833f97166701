import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { AbsentFile, DeviceState, ModelState, ProfileState } from '../evaluation/inputs';
import { documentSizeLimit } from '../latency/document-file';
import { readDevice } from '../latency/hardware/device-file';
import { readModelFile } from '../latency/hardware/model-file';
import { readProfile } from '../latency/profile-document';
import { readOrdinaryFile } from '../workload/ordinary-file';
import { placeToRead, type ReadFrom } from './read-from';

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

/** The kinds of documents that a manifest refers to. */
export type InputDocumentKind = keyof typeof documentReaders;

/** Where the text of a document comes from besides its own place. */
interface DocumentSources {
  /** The unsaved text of a file, if some editor holds one. */
  readonly bufferOf?: ((path: string) => { readonly text: string } | undefined) | undefined;
  readonly readFrom?: ReadFrom | undefined;
}

/** The state of a document's file, read now. */
export async function loadDocument(
  path: string,
  kind: InputDocumentKind,
  { bufferOf, readFrom }: DocumentSources,
): Promise<ProfileState | DeviceState | ModelState> {
  const read = documentReaders[kind];
  const buffer = bufferOf?.(path);
  if (buffer) return read(path, buffer.text);
  try {
    const place = await placeToRead(path, readFrom);
    if (place === undefined) return { kind: 'missing', path };
    const { size } = await stat(place);
    const text = size > documentSizeLimit ? ' '.repeat(documentSizeLimit + 1) : `${await readOrdinaryFile(place)}`;
    return read(path, text);
  } catch (error) {
    return toAbsent(path, error);
  }
}

function toAbsent(path: string, error: unknown): AbsentFile {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', path };
  const why =
    code === 'EISDIR'
      ? 'It is a folder, not a file'
      : code === 'EACCES'
        ? 'Reading it is not permitted'
        : code === undefined && error instanceof Error
          ? `It ${error.message}`
          : `Reading failed (${code ?? String(error)})`;
  return { kind: 'failed', path, message: `${why}.`, line: undefined };
}

/** What a document is called that does not name itself: its file, or the folder of a `config.json`. */
function nameOf(path: string): string {
  const name = basename(path);
  return name === 'config.json' ? basename(dirname(path)) : name.replace(/(?:\.afd)?\.(?:ya?ml|json)$/i, '');
}
