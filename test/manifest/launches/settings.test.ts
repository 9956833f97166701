import assert from 'node:assert/strict';
import type { LaunchOption } from '../../../server/src/manifest/launches/launch';
import { readAfdSize, readSettings, settingReader } from '../../../server/src/manifest/launches/settings';
import { integer, word } from '../../../server/src/manifest/launches/stated';
import { verbatimText } from '../../../server/src/text/mapped-text';

const nowhere = { start: 0, end: 0 };

function option(text: string): LaunchOption {
  return { name: 'additional-config', nameRange: nowhere, value: verbatimText(text, 0), tree: undefined };
}

describe('the settings in an option', () => {
  it('are those below the key, or the whole object', () => {
    assert.equal(readSettings(option('{"afd": {"port": 1}}'), 'afd')?.map?.entries[0]?.key, 'port');
    assert.equal(readSettings(option('{"port": 1}'))?.map?.entries[0]?.key, 'port');
  });

  it('are none where the key is absent', () => {
    for (const text of ['{}', '{"x": 1}', '[]', '1', '"afd"', '', '{"x": {"afd": {}}}'])
      assert.equal(readSettings(option(text), 'afd'), undefined, text);
  });

  it('are broken, not absent, where the text about them is no JSON', () => {
    const found = readSettings(option('{"afd" {"port": 1}'), 'afd');
    assert.ok(found && found.problems.length > 0);
  });

  it('survive any nesting', () => {
    for (const text of ['['.repeat(1000), '{"a":'.repeat(1000), '{"afd":{"a":'.repeat(1000)])
      assert.doesNotThrow(() => readSettings(option(text), 'afd'));
  });

  it('give the first of several keys, else the default, else nothing', () => {
    const read = settingReader(readSettings(option('{"b": 2, "c": "x"}'))!, nowhere);
    const value = (stated: ReturnType<typeof read<number>>) => (stated && 'value' in stated ? stated.value : stated);
    assert.equal(value(read(['a', 'b'], integer)), 2);
    assert.equal(value(read(['a'], integer, 7)), 7);
    assert.equal(value(read(['a'], integer)), undefined);
    assert.equal(value(read(['c'], integer, 7)), undefined, 'a wrong value is not the default');
    assert.deepEqual(read(['b'], word), undefined);
  });

  it('have both sizes of an `afd_size`', () => {
    const sizes = (size: string) => {
      const { attention, ffn } = readAfdSize(readSettings(option(`{"extra_config": {"afd_size": ${size}}}`))?.map);
      return [attention, ffn].map((fact) => (fact && 'value' in fact ? [fact.value, fact.range.start] : fact));
    };
    assert.deepEqual(sizes('"12A3F"'), [
      [12, 31],
      [3, 34],
    ]);
    assert.deepEqual(sizes('" 2a 2f "'), [
      [2, 32],
      [2, 35],
    ]);
    for (const wrong of ['"2A"', '"2F2A"', '2', 'null', '{}', '""', '"AF"'])
      assert.deepEqual(sizes(wrong), [undefined, undefined]);
  });
});
