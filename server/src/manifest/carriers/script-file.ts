import { verbatimText } from '../../text/mapped-text';
import { bareCarrier } from './option-files';
import type { ManifestProcess } from './process';

/** The process that a `.sh` file runs, whose text begins at `base`. */
export function readScriptFile(text: string, base = 0): ManifestProcess {
  const script = verbatimText(text, base);
  const start = base + (/\S/.exec(text)?.index ?? 0);
  const site = { start, end: start + (/\S*/.exec(text.slice(start - base, start - base + 80))?.[0].length ?? 0) };
  const extent = { start: base, end: base + text.length };
  const object = { name: undefined, namespace: undefined, extent, site };
  return {
    carrier: { ...bareCarrier(object), kind: 'shell script' },
    start: { kind: 'script', script },
    environment: new Map(),
  };
}
