import assert from 'node:assert/strict';
import { SaxesParser } from 'saxes';

export interface Drawn {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of well-formed markup, in their order; fails where it is not well-formed. */
export function drawnElements(markup: string): readonly Drawn[] {
  const found: Drawn[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes: attributes as Drawn['attributes'] }));
  parser.on('error', (error) => assert.fail(error));
  parser.write(markup).close();
  return found;
}
