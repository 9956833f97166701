const cells = 30;

/** Runs `work` with a progress bar on standard error, which must be a terminal to show one; it is gone at the end. */
export async function withProgressBar<T>(
  title: string,
  work: (onProgress: (share: number) => void) => Promise<T>,
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
): Promise<T> {
  if (!stream.isTTY) return work(() => {});
  let shown = '';
  const show = (line: string): void => {
    if (line !== shown) stream.write(`\r\u001b[K${line}`);
    shown = line;
  };
  try {
    return await work((share) => show(`${title} ${bar(share)} ${Math.floor(100 * share)} %`));
  } finally {
    show('');
  }
}

function bar(share: number): string {
  const filled = Math.round(cells * Math.min(1, Math.max(0, share)));
  return `[${'#'.repeat(filled)}${'.'.repeat(cells - filled)}]`;
}
