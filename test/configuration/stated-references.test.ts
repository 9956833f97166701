import assert from 'node:assert/strict';
import { statedReferences } from '../../server/src/configuration/stated-references';
import { parseYaml } from '../../server/src/yaml/yaml-document';

function references(text: string) {
  const root = parseYaml(text)[0]!.root!;
  return statedReferences(root).map(({ kind, fact, columns }) => {
    const site = text.slice(fact.site.start, fact.site.end);
    return [kind, fact.value, site, columns];
  });
}

describe('the references of a configuration', () => {
  it('are the traces and profiles outside and in overrides, where they are written', () => {
    const columns = { prefill: 'in', decode: 'out' };
    const text = `
latencyProfile: "p.yaml"
workload: { trace: &t all.csv, columns: { prefill: in, decode: out } }
overrides:
  - { files: [a], workload: { trace: *t } }
  - { files: [b], latencyProfile: some-id }
`;
    assert.deepEqual(references(text), [
      ['trace', 'all.csv', 'all.csv', columns],
      ['profile', 'p.yaml', '"p.yaml"', undefined],
      ['trace', 'all.csv', '*t', undefined],
      ['profile', 'some-id', 'some-id', undefined],
    ]);
  });

  it('are none where nothing readable stands', () => {
    const text =
      'latencyProfile: 7\nworkload: { trace: "", columns: 3 }\noverrides: [{ latencyProfile: {{ x }} }, 5]\n';
    assert.deepEqual(references(text), []);
  });
});
