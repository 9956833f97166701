import assert from 'node:assert/strict';
import { drawn } from '../../server/src/charts/drawn';
import { stacked, svgFile, svgPage } from '../../server/src/cli/svg';
import { drawnElements } from './drawn-elements';

const size = { width: 10, height: 20 };

describe('a drawing in a file', () => {
  it('has its title, its size, paper of that size, and what is drawn', () => {
    const file = svgFile('<a>', size, [drawn('circle', { r: 1 })], '.chart .own { fill: none; }');
    assert.match(file, /<title>&lt;a&gt;<\/title>/);
    assert.match(file, /\.chart \.own \{ fill: none; \}/);
    const [root, , , paper, circle] = drawnElements(file);
    assert.deepEqual([root!.attributes.viewBox, paper!.attributes.height], ['0 0 10 20', '20']);
    assert.deepEqual([circle!.name, circle!.attributes.r], ['circle', '1']);
  });

  it('may have several, one under the other', () => {
    const panels = stacked([[drawn('circle')], [drawn('rect'), drawn('line')]], 20);
    assert.deepEqual(
      panels.map(({ attributes, children }) => [attributes.transform, children.length]),
      [
        ['translate(0 0)', 1],
        ['translate(0 20)', 2],
      ],
    );
  });

  it('may be a page that follows light and dark', () => {
    const page = svgPage('<a>', svgFile('a', size, []));
    assert.match(page, /^<!doctype html>[\s\S]*content="light dark"[\s\S]*<title>&lt;a&gt;<\/title>[\s\S]*<svg/);
  });
});
