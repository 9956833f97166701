/** Why a file could not be read, as the end of a sentence that begins with its name. */
export function readFailure(reason: unknown): string {
  const code = (reason as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder';
  return code === 'EACCES' ? 'reading it is not permitted' : String(reason instanceof Error ? reason.message : reason);
}
