import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mayCarryLaunch } from '../../../server/src/manifest/launches/launch-marks';
import { fixture, launchesIn } from './launch-fixtures';

const folder = join('test', 'fixtures', 'launches');
const files = readdirSync(folder).flatMap((dialect) =>
  readdirSync(join(folder, dialect)).map((name) => `${dialect}/${name}`),
);

describe('the cheap test for launches', () => {
  for (const name of files.filter((each) => !each.startsWith('none/') && !each.startsWith('carriers/'))) {
    it(`looks at ${name}`, () => assert.equal(mayCarryLaunch(fixture(name)), true));
  }
  for (const name of files.filter((each) => each.startsWith('none/'))) {
    it(`passes over ${name}`, () => {
      assert.equal(mayCarryLaunch(fixture(name)), false);
      assert.deepEqual(launchesIn(fixture(name), name), []);
    });
  }

  it('never passes over a text with launches', () => {
    for (const name of files)
      assert.ok(mayCarryLaunch(fixture(name)) || launchesIn(fixture(name), name).length === 0, name);
  });
});
