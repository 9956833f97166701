import assert from 'node:assert/strict';
import { type ChosenDeployments, chooseDeployments, choosePaired } from '../../server/src/cli/choose-deployments';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { analyse } from '../analysis/analysed';
import { manifest } from './git/temporary-repository';

const withoutFfn = manifest().replace(/^ *ffn:.*\n/m, '');
const text = [manifest(), 'kind: [\n', `${manifest()}spec: {}\n`, 'kind: Pod\n', withoutFfn].join('---\n');

function analysed(content: string, rules: Readonly<Record<string, 'off'>> = {}) {
  const settings = { ...defaultFileSettings, rules };
  return {
    file: 'x.yaml',
    path: '/srv/x.yaml',
    text: content,
    settings,
    analysis: analyse(content, undefined, settings),
  };
}

/** What is chosen, by its index, and what is said. */
function choice(
  choose: typeof chooseDeployments | typeof choosePaired,
  document?: number,
  of = analysed(text),
): { readonly indices: readonly number[]; readonly complete: boolean; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const { chosen, complete }: ChosenDeployments = choose(of, document, (line) => lines.push(line));
  return { indices: chosen.map(({ index }) => index), complete, lines };
}

describe('choose deployments', () => {
  it('takes every deployment of a file, those with both pools where both are needed', () => {
    const whole = analysed([manifest(), 'kind: Pod\n', withoutFfn].join('---\n'));
    assert.deepEqual(choice(chooseDeployments, undefined, whole), { indices: [0, 2], complete: true, lines: [] });
    assert.deepEqual(choice(choosePaired, undefined, whole), { indices: [0], complete: true, lines: [] });
  });

  it('takes the document that is named, from 1', () => {
    assert.deepEqual(choice(chooseDeployments, 1), { indices: [0], complete: true, lines: [] });
    assert.deepEqual(choice(chooseDeployments, 5), { indices: [4], complete: true, lines: [] });
  });

  it('says that there is nothing to choose', () => {
    const other = analysed('kind: AFDDeployment\n---\nkind: Pod\n');
    const none = { indices: [], complete: false };
    const said = (line: string) => ({ ...none, lines: [line] });
    assert.deepEqual(choice(chooseDeployments, 9), said('x.yaml: document 9 is no AFD deployment'));
    assert.deepEqual(choice(choosePaired, 5), said('x.yaml: document 5 is no AFD deployment with both pools'));
    assert.deepEqual(
      choice(choosePaired, undefined, other),
      said('x.yaml: no AFD deployment with both pools in this file'),
    );
    const pod = analysed('kind: Pod\n');
    assert.deepEqual(choice(chooseDeployments, undefined, pod), said('x.yaml: no AFD deployment in this file'));
  });

  describe('beside documents that cannot be read', () => {
    const line = (of: string) => text.slice(0, text.indexOf(of)).split('\n').length;

    it('names each with its place and the first thing wrong, and takes the others', () => {
      const { indices, complete, lines } = choice(chooseDeployments);
      assert.deepEqual([indices, complete], [[0, 4], false]);
      const [first, second, ...more] = lines;
      assert.match(first!, new RegExp(`^x\\.yaml:${line('kind: [')}:\\d+ [^\`]+$`));
      assert.match(second!, new RegExp(`^x\\.yaml:${line('spec: {}')}:1 'spec' [^\`]+$`));
      assert.deepEqual(more, []);
      assert.deepEqual(choice(chooseDeployments, 3), { indices: [], complete: false, lines: [second] });
      assert.deepEqual(choice(choosePaired, 1), { indices: [0], complete: true, lines: [] });
    });

    it('names them also where the rules that would say what is wrong are off', () => {
      const rules = { AFD301: 'off', AFD303: 'off', AFD308: 'off', AFD307: 'off' } as const;
      assert.deepEqual(choice(chooseDeployments, 2, analysed(text, rules)).lines, [
        `x.yaml:${line('kind: [') - 1}:1 The document is not valid YAML.`,
      ]);
    });
  });
});
