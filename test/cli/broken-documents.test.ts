import assert from 'node:assert/strict';
import { brokenDocuments } from '../../server/src/cli/broken-documents';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { analyse } from '../analysis/analysed';
import { manifest } from './git/temporary-repository';

describe('broken documents', () => {
  const text = [manifest(), 'kind: [\n', `${manifest()}spec: {}\n`, 'kind: Pod\n'].join('---\n');
  const analysed = (rules: Readonly<Record<string, 'off'>> = {}) => {
    const settings = { ...defaultFileSettings, rules };
    return { file: 'x.yaml', path: '/srv/x.yaml', text, settings, analysis: analyse(text, undefined, settings) };
  };
  const line = (of: string) => text.slice(0, text.indexOf(of)).split('\n').length;

  it('are those that are no valid YAML, each with the place and the first thing wrong', () => {
    const [first, second, ...more] = brokenDocuments(analysed());
    assert.match(first!, new RegExp(`^x\\.yaml:${line('kind: [')}:\\d+ [^\`]+$`));
    assert.match(second!, new RegExp(`^x\\.yaml:${line('spec: {}')}:1 'spec' [^\`]+$`));
    assert.deepEqual(more, []);
    assert.deepEqual(brokenDocuments(analysed(), 3), [second]);
    assert.deepEqual(brokenDocuments(analysed(), 1), []);
  });

  it('are told also where the rules that would say what is wrong are off', () => {
    const rules = { AFD301: 'off', AFD303: 'off', AFD308: 'off', AFD307: 'off' } as const;
    assert.deepEqual(brokenDocuments(analysed(rules), 2), [
      `x.yaml:${line('kind: [') - 1}:1 The document is not valid YAML.`,
    ]);
  });
});
