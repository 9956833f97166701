import assert from 'node:assert/strict';
import { Analyzer } from '../../server/src/analysis/analyze';
import { isOurName, mayBeOurs, namedShare, ourShare } from '../../server/src/analysis/our-share';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { deployment, filesOf, now } from './analysed';

const own = deployment('{ workers: 10, batchSize: 256 }');
const other = 'apiVersion: v1\nkind: ConfigMap\n';

/** The analysis of what declares itself ours. */
const declared = (text: string) =>
  new Analyzer((message) => assert.fail(message)).analyze(text, filesOf(), defaultFileSettings, now, 'declared');

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

  it('is never left out of a file that somebody names, which need not be recognised', () => {
    assert.equal(namedShare('x.afd.yaml', ''), 'all');
    assert.equal(namedShare('x.yaml', own), 'declared');
    for (const kind of ['AFDDeployment', '"AFDDeployment"', 'LatencyProfile'])
      assert.equal(namedShare('x', `spec: {}\nkind: ${kind}\n`), 'all');
    for (const text of ['', other, 'kind: Device\n', '  kind: AFDDeployment\n', 'kind: AFDDeployments\n'])
      assert.equal(namedShare('x.yaml', text), 'unrecognised', text);
  });

  it('leaves the documents of others alone, also where both stand in one text', () => {
    const kinds = (text: string) => declared(text).documents.map(({ kind }) => kind);
    assert.deepEqual(kinds(`${other}---\n${own}---\n${other}`), ['AFDDeployment']);
    assert.deepEqual(kinds(`%YAML 1.2\n---\n${other}...\n---\n${own}`), ['AFDDeployment']);
  });

  it('leaves kinds that others have too to whoever declares them', () => {
    const analyzer = new Analyzer((message) => assert.fail(message));
    const found = (text: string) => analyzer.analyze(text, filesOf(), defaultFileSettings, now, 'all').documents.length;
    for (const kind of ['Model', 'Device']) {
      assert.equal(found(`apiVersion: kubeai.org/v1\nkind: ${kind}\nspec: {}\n`), 0);
      assert.equal(found(`apiVersion: afd-lens/v1\nkind: ${kind}\nspec: {}\n`), 1);
    }
    assert.equal(found('apiVersion: v1\nkind: LatencyProfile\n'), 1);
  });

  it('is never waited for because of a file that only others refer to', () => {
    const foreign = own.replace(/^apiVersion: .*\n/, '').replace(/workload: .*/, 'workload: { trace: a.csv }');
    const reading = { ...filesOf(), trace: () => ({ kind: 'loading' as const }) };
    const analyzer = new Analyzer((message) => assert.fail(message));
    const loading = (share: 'all' | 'declared') =>
      analyzer.analyze(`${own}---\n${foreign}`, reading, defaultFileSettings, now, share).loading;
    assert.deepEqual([loading('all'), loading('declared')], [true, false]);
  });

  it('is looked for in undecoded files of any name, in the wrong encoding too', () => {
    const bigEndian = Buffer.from(own, 'utf16le').swap16();
    for (const content of [Buffer.from(own), Buffer.from(`\uFEFF${own}`, 'utf16le'), bigEndian]) {
      assert.equal(mayBeOurs('values.yaml', content), true);
    }
    assert.equal(mayBeOurs('values.yaml', Buffer.from('note: caf\xe9\n', 'latin1')), false);
    assert.equal(mayBeOurs('chat.afd.yaml', Buffer.from('\0\x01')), true);
  });
});
