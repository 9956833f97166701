import assert from 'node:assert/strict';
import { declaredPart, isOurName, ourShare } from '../../server/src/analysis/our-share';
import { analyse, deployment } from './analysed';

const own = deployment('{ workers: 10, batchSize: 256 }');
const other = 'apiVersion: v1\nkind: ConfigMap\n';

describe('our share of a file', () => {
  it('is all of it by its name', () => {
    for (const name of ['a/b.afd.yaml', 'afd.yml', 'C:\\deploy\\chat.AFD.yaml', '/x/afd-lens.config.yaml']) {
      assert.equal(isOurName(name), true, name);
      assert.equal(ourShare(name, ''), 'all', name);
    }
    for (const name of ['myafd.yaml', 'afd.yaml.bak', 'afd-lens.baseline.json', 'values.yaml']) {
      assert.equal(isOurName(name), false, name);
    }
  });

  it('is what declares itself ours in other files', () => {
    assert.equal(ourShare('values.yaml', `${other}---\n${own}`), 'declared');
    assert.equal(ourShare('values.yaml', other), undefined);
    assert.equal(ourShare('values.yaml', `${other}data:\n  text: |\n    ${own}`), undefined);
  });

  it('leaves the documents of others alone, also where both stand in one text', () => {
    const kinds = (text: string) => declaredPart(analyse(text)).documents.map(({ kind }) => kind);
    assert.deepEqual(kinds(`${other}---\n${own}---\n${other}`), ['AFDDeployment']);
    assert.deepEqual(kinds(`%YAML 1.2\n---\n${other}...\n---\n${own}`), ['AFDDeployment']);
  });
});
