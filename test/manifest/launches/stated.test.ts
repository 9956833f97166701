import assert from 'node:assert/strict';
import {
  byDefault,
  computed,
  integer,
  isDefault,
  partOf,
  scalarOf,
  stated,
  truth,
} from '../../../server/src/manifest/launches/stated';
import { joinTexts, unknownText, verbatimText, writtenAs } from '../../../server/src/text/mapped-text';
import type { TreeScalar } from '../../../server/src/yaml/yaml-tree';

const keyRange = { start: 0, end: 3 };

function textAt(text: string) {
  return stated({ keyRange, node: scalarOf(verbatimText(text, 10)) }, (value) => String(value));
}

describe('stated values', () => {
  it('read whole numbers in any notation of text, and nothing else', () => {
    assert.deepEqual(
      ['4', ' 4 ', '+4', '-4', 4, 0].map((value) => integer(value)),
      [4, 4, 4, -4, 4, 0],
    );
    for (const value of ['4.0', '4k', '', ' ', '0x4', '1e3', 4.5, true, null, Number.NaN, '9'.repeat(30)])
      assert.equal(integer(value as TreeScalar['value']), undefined, String(value));
  });

  it('read booleans as engines do', () => {
    assert.deepEqual([true, 1, '1', 'TRUE', 'yes', 'on'].map(truth), Array(6).fill(true));
    assert.deepEqual([false, 0, '0', 'False', 'no', 'off'].map(truth), Array(6).fill(false));
    assert.deepEqual([null, '', 2, 'maybe', 'constructor'].map(truth), Array(5).fill(undefined));
  });

  it('are literal only where the file has the value character for character', () => {
    const number = (text: Parameters<typeof scalarOf>[0]) => stated({ keyRange, node: scalarOf(text) }, integer);
    const literal = (text: Parameters<typeof scalarOf>[0]) => {
      const fact = number(text);
      return fact && 'value' in fact && fact.literal;
    };
    assert.equal(literal(verbatimText('42', 5)), true);
    assert.equal(literal(verbatimText('042', 5)), false);
    assert.equal(literal(verbatimText('+42', 5)), false);
    assert.equal(literal(writtenAs('42', { start: 5, end: 9 })), false);
    assert.equal(literal(joinTexts([verbatimText('4', 5), verbatimText('2', 9)])), false, 'two places');
  });

  it('are unresolved where a part is unknown', () => {
    const text = joinTexts([verbatimText('1', 5), unknownText('$X', { start: 6, end: 8 })]);
    const place = { keyRange, node: scalarOf(text) };
    assert.deepEqual(stated(place, integer), { unresolved: '$X', range: { start: 5, end: 8 } });
  });

  it('keep their place when computed, without being literal', () => {
    const fact = stated({ keyRange, node: scalarOf(verbatimText('8', 5)) }, integer);
    assert.deepEqual(
      computed(fact, (value) => value - 1),
      { ...fact, value: 7, literal: false },
    );
    assert.deepEqual(
      computed(fact, (value) => value),
      fact,
    );
    assert.equal(
      computed(fact, () => undefined),
      undefined,
    );
  });

  it('have parts with places of their own', () => {
    const whole = textAt('host:80');
    assert.ok(whole && 'value' in whole);
    assert.deepEqual(partOf(whole, 5, 7, 80).range, { start: 15, end: 17 });
    assert.equal(partOf(whole, 5, 7, 80).literal, true);
    assert.equal(partOf({ ...whole, literal: false }, 5, 7, 80).literal, false);
  });

  it('tell defaults from what is written', () => {
    assert.equal(isDefault(byDefault(1, { start: 3, end: 8 })), true);
    const fact = textAt('x');
    assert.ok(fact && 'value' in fact);
    assert.equal(isDefault(fact), false);
  });
});
