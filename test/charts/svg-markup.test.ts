import assert from 'node:assert/strict';
import { drawn } from '../../server/src/charts/drawn';
import { escapedText, svgMarkup } from '../../server/src/charts/svg-markup';
import { drawnElements } from '../cli/drawn-elements';

describe('drawings as markup', () => {
  it('are elements within elements', () => {
    const markup = svgMarkup(
      drawn('g', { class: 'panel' }, drawn('line', { x1: 1.04, x2: 2.26 }), drawn('text', {}, 'ms')),
    );
    assert.equal(markup, '<g class="panel">\n<line x1="1" x2="2.3"/>\n<text>ms</text></g>');
  });

  it('take no text and no attribute for markup', () => {
    const markup = svgMarkup(drawn('text', { class: '"><script' }, '<b>&"'));
    assert.deepEqual(
      drawnElements(markup).map(({ name }) => name),
      ['text'],
    );
    assert.doesNotMatch(markup, /<b>|<script/);
    assert.equal(escapedText('a\u001b[31m<'), `${escapedText('a\u001b[31m')}&lt;`);
  });
});
