import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PersistentMap } from '../../server/src/shell/persistent-map';

describe('persistent map', () => {
  it('keeps every version as a map does that is copied before each change', () => {
    const change = fc.tuple(fc.nat(), fc.nat(3000).map(String), fc.option(fc.nat(), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
        const versions: { map: PersistentMap<number>; copy: Map<string, number> }[] = [
          { map: new PersistentMap(), copy: new Map() },
        ];
        for (const [from, name, value] of changes) {
          const { map, copy } = versions[from % versions.length]!;
          const next = new Map(copy);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          versions.push({ map: map.with(name, value), copy: next });
        }
        for (const { map, copy } of versions) {
          assert.deepEqual(new Map(map.entries()), copy);
          for (const [name, value] of copy) assert.equal(map.get(name), value);
        }
      }),
    );
  });

  it('holds many names', () => {
    let map = new PersistentMap<number>();
    for (let index = 0; index < 40_000; index++) map = map.with(`n${index}`, index);
    for (let index = 0; index < 40_000; index += 7) assert.equal(map.get(`n${index}`), index);
  });
});
