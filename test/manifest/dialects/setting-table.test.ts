// Also tests: manifest/dialects/setting-values
import assert from 'node:assert/strict';
import { dialects } from '../../../server/src/manifest/dialects/dialects';
import { describeSetting, type SettingTable } from '../../../server/src/manifest/dialects/setting-table';

const { 'vllm-afd-plugin': plugin, 'vllm-afd-config': config, 'sglang-afd': sglang } = dialects;

describe('descriptions of AFD settings', () => {
  it('cover every setting of the plugin that runs today', () => {
    assert.deepEqual(
      plugin.settings?.names.filter((key) => describeSetting(plugin.settings, key) === undefined),
      [],
    );
  });

  it('are of the dialect, and of nothing that only looks like a setting', () => {
    assert.match(describeSetting(config.settings, 'num_afd_stages')!, /Default 3/);
    assert.match(describeSetting(sglang.settings, 'stages')!, /must be 2/);
    assert.equal(describeSetting(sglang.settings, 'role'), undefined);
    assert.equal(describeSetting(plugin.settings, 'constructor'), undefined);
    assert.equal(describeSetting(plugin.settings, 'afd_role'), undefined, 'another spelling');
    assert.equal(describeSetting(dialects.stepmesh.settings, 'role'), undefined);
  });
});

describe('a table of settings', () => {
  const tables = Object.entries(dialects).flatMap(([name, { settings, connectors }]): [string, SettingTable][] => [
    ...(settings ? [[name, settings] as [string, SettingTable]] : []),
    ...[...(connectors?.byName.values() ?? [])].flatMap((connector): [string, SettingTable][] =>
      connector.settings ? [[`${name} ${connector.name}`, connector.settings]] : [],
    ),
  ]);
  for (const [name, { names, bySpelling }] of tables) {
    it(`of ${name} knows each spelling once, and what took the place of what is gone`, () => {
      const settings = [...new Set(bySpelling.values())];
      const spellings = settings.flatMap((setting) => [setting.name, ...(setting.aliases ?? [])]);
      assert.equal(new Set(spellings).size, spellings.length);
      for (const { name: old, until, renamedTo } of settings) {
        assert.match(until ?? '2026-01-01', /^\d{4}-\d\d-\d\d$/, old);
        if (renamedTo === undefined) continue;
        assert.ok(names.includes(renamedTo), `${old} is called ${renamedTo} today`);
        const { since = '' } = bySpelling.get(renamedTo)!;
        assert.ok(until !== undefined && since <= until, `${renamedTo} is there when ${old} goes`);
      }
    });
  }
});
