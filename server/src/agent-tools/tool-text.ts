/** Bytes of a result's text in UTF-8: an agent pays for each of them in every turn that follows. */
export const mostTextBytes = 4096;

/** The text if it fits; else as many of its lines as do, and `advice` on how to see the rest. */
export function limitText(text: string, advice: string): string {
  const trimmed = text.trimEnd();
  if (Buffer.byteLength(trimmed) <= mostTextBytes) return trimmed;
  const tail = `(cut here; ${advice})`;
  let room = mostTextBytes - Buffer.byteLength(tail) - 1;
  const kept: string[] = [];
  for (const line of trimmed.split('\n')) {
    const size = Buffer.byteLength(line) + 1;
    if (size > room) {
      if (kept.length === 0) kept.push(firstBytes(line, room - 1));
      break;
    }
    kept.push(line);
    room -= size;
  }
  return [...kept, tail].join('\n');
}

/** The beginning of a text in at most so many bytes, whole characters only. */
function firstBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  let end = most;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
