import assert from 'node:assert/strict';
import { attributeText, drawn, drawnText } from '../../server/src/charts/drawn';

describe('drawings as plain data', () => {
  it('hold elements, their attributes and what is in them', () => {
    assert.deepEqual(drawn('g', { class: 'a' }, 'text', drawn('rect')), {
      name: 'g',
      attributes: { class: 'a' },
      children: ['text', { name: 'rect', attributes: {}, children: [] }],
    });
    assert.deepEqual(drawnText(3, 4, 'ms', { class: 'quiet' }, 'end').attributes, {
      class: 'quiet',
      x: 3,
      y: 4,
      'text-anchor': 'end',
    });
  });

  it('round the numbers of attributes, also within paths, and nothing else', () => {
    assert.equal(attributeText(1.256, 2), '1.26');
    assert.equal(attributeText(1.256, 1), '1.3');
    assert.equal(attributeText('0.35em', 0), '0.35em');
    assert.equal(attributeText(['M', { x: 1.26, y: 2 }, 'V', 3.04], 1), 'M 1.3,2 V 3');
  });
});
