// Also tests: manifest/dialects/connector, manifest/dialects/limit, manifest/dialects/dialect
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../../server/src/manifest/dialects/dialect';
import { allDialects, dialects } from '../../../server/src/manifest/dialects/dialects';
import { mayCarryLaunch } from '../../../server/src/manifest/launches/launch-marks';
import { documentRules } from '../../../server/src/rules/catalogue';
import { deploymentsIn, fixture, launchesIn } from '../launches/launch-fixtures';

const folder = join('test', 'fixtures', 'launches');

describe('the table of dialects', () => {
  for (const [name, dialect] of Object.entries(dialects) as [string, Dialect][]) {
    describe(name, () => {
      it('has launches in test/fixtures/launches, which its marks let through and it alone reads', () => {
        assert.ok(existsSync(join(folder, name)), `test/fixtures/launches/${name} is missing`);
        for (const file of readdirSync(join(folder, name))) {
          const text = fixture(join(name, file));
          assert.ok(
            dialect.marks.some((row) => row.every((mark) => mark.test(text))),
            `${file}: no mark of ${name}`,
          );
          assert.ok(mayCarryLaunch(text), file);
          const found = launchesIn(text, file).map((launch) => launch.dialect as string);
          assert.deepEqual([...new Set(found)], [name], file);
        }
      });

      it('says of each of its deployments what it lacks', () => {
        for (const file of readdirSync(join(folder, name)))
          for (const { whenMissing } of deploymentsIn(fixture(join(name, file)), file))
            for (const message of Object.values(whenMissing)) assert.match(message, /^[^.].*[^.]$/);
      });

      it('has its limits reported by a rule', () => {
        const code = dialect.limits?.code;
        assert.ok(code === undefined || documentRules.some((rule) => rule.code === code), `no rule ${code}`);
      });

      it('has rules only of connectors and settings that it lists', () => {
        const { connectors, settings, asynchronousMode: mode, gateSetting, rankSettings, overlap } = dialect;
        for (const key of [
          mode?.setting[0],
          gateSetting,
          rankSettings?.attention,
          rankSettings?.ffn,
          overlap?.overrides,
        ])
          assert.ok(key === undefined || settings?.names.includes(key), key);
        for (const connector of mode ? [mode.connector, ...mode.others] : [])
          assert.ok(connectors?.byName.has(connector), connector);
        const { settingsKey } = connectors ?? {};
        assert.ok(settingsKey === undefined || settings?.names.includes(settingsKey), settingsKey);
      });
    });
  }

  it('is the first table of docs/dialects.md', () => {
    const [, table = ''] =
      /\n\| Dialect [^\n]*\n\|[-|]+\|\n((?:\|[^\n]*\n)*)/.exec(readFileSync('docs/dialects.md', 'utf8')) ?? [];
    assert.equal(table.trim().split('\n').length, allDialects.length, 'a row for each dialect');
  });
});
