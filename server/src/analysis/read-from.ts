/** Where a file is read from instead of its own place; undefined for a file that is to count as missing. */
export type ReadFrom = (path: string) => Promise<string | undefined>;

/** The place to read a file from. */
export async function placeToRead(path: string, readFrom: ReadFrom | undefined): Promise<string | undefined> {
  return readFrom ? readFrom(path) : path;
}
