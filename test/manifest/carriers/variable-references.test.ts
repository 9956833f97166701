import assert from 'node:assert/strict';
import { Budget } from '../../../server/src/manifest/carriers/budget';
import { replaceReferences } from '../../../server/src/manifest/carriers/variable-references';
import { rangeOfText, unknownsIn, unknownText, verbatimText } from '../../../server/src/text/mapped-text';

const file = '$(A)-$$(A)-$(B)-$(NONE)-$A-$(date +%s)-$(S) | eight';
const environment = new Map([
  ['A', verbatimText('eight', file.length - 5)],
  ['B', verbatimText('', 0)],
  ['S', unknownText('$(S)', { start: 0, end: 1 })],
]);
const text = verbatimText(file.slice(0, -8), 0);

describe('references to variables', () => {
  it('become the value, which knows where it is written', () => {
    const read = replaceReferences(text, environment, new Budget(1000), false);
    assert.equal(read.text, 'eight-$(A)--\uE000-$A-$(date +%s)-\uE000');
    assert.deepEqual(rangeOfText(read, 0, 5), { start: file.length - 5, end: file.length, exact: true });
    assert.deepEqual(unknownsIn(read), ['$(NONE)', '$(S)']);
    const place = rangeOfText(read, read.text.length - 1);
    assert.equal(file.slice(place.start, place.end), '$(S)');
  });

  it('stay in a script where the manifest does not define them', () => {
    const read = replaceReferences(text, environment, new Budget(1000), true);
    assert.equal(read.text, 'eight-$(A)--$(NONE)-$A-$(date +%s)-\uE000');
  });

  it('are unknown once too much is written', () => {
    const twice = verbatimText('$(A)$(A)', 0);
    assert.equal(replaceReferences(twice, environment, new Budget(18), false).text, 'eighteight');
    assert.equal(replaceReferences(twice, environment, new Budget(17), false).text, 'eight\uE000');
    const all = replaceReferences(twice, environment, new Budget(7), true);
    assert.deepEqual([all.text, rangeOfText(all).end], ['\uE000', 8]);
  });
});
