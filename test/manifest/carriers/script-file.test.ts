import assert from 'node:assert/strict';
import { readScriptFile } from '../../../server/src/manifest/carriers/script-file';
import { fixture } from './carried';

describe('a shell script', () => {
  it('is one process, of which nobody knows where it runs', () => {
    const text = fixture('launch-attention.sh');
    const { carrier, start } = readScriptFile(text);
    assert.deepEqual([carrier.kind, carrier.isPod, carrier.pods], ['shell script', false, undefined]);
    assert.equal(text.slice(carrier.site.start, carrier.site.end), '#!/usr/bin/env');
    assert.ok(start.kind === 'script');
    assert.deepEqual(start.script.pieces, [
      { at: 0, length: text.length, source: { start: 0, end: text.length }, verbatim: true },
    ]);
  });

  it('has a site in any text, from any offset on', () => {
    for (const text of ['', ' ', '\n\nrun', 'x'.repeat(1000)]) {
      const { site, extent } = readScriptFile(text, 10).carrier;
      assert.ok(extent.start <= site.start && site.start <= site.end && site.end <= extent.end);
      assert.deepEqual(extent, { start: 10, end: 10 + text.length });
    }
  });
});
