// Also tests: workload/readers/json-error
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type JsonPath,
  lineOfPath,
  parseJsonLine,
  parseJsonText,
} from '../../../server/src/workload/readers/json-text';
import { TraceError } from '../../../server/src/workload/trace-summary';

function values(text: string): unknown[] {
  return parseJsonText(text).map(({ value }) => value);
}

/** A scalar with the line it stands on, by printing one member per line. */
function printed(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent);
}

describe('JSON text', () => {
  it('splits values that follow each other, however they are laid out', () => {
    const anything = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anything, fc.constantFrom('\n', ' ', '\r\n\n'), fc.nat(2), (list, between, indent) => {
        const text = list.map((value) => printed(value, indent)).join(between);
        assert.deepEqual(values(text), JSON.parse(`[${list.map((value) => printed(value)).join()}]`));
      }),
    );
  });

  it('splits objects that touch', () => assert.deepEqual(values('{"a":"}{"}{"b":[1]}'), [{ a: '}{' }, { b: [1] }]));

  it('takes bare NaN and Infinity as null, but not inside strings', () => {
    assert.deepEqual(values('{"a": NaN, "b": -Infinity, "c": "NaN \\" Infinity"} '), [
      { a: null, b: null, c: 'NaN " Infinity' },
    ]);
    assert.deepEqual(parseJsonLine('[Infinity]')?.value, [null]);
    assert.equal(parseJsonLine('{"a": Nan}'), undefined);
  });

  it('finds the line of any member', () => {
    const members = fc.dictionary(fc.string(), fc.array(fc.jsonValue(), { maxLength: 3 }), { minKeys: 1, maxKeys: 5 });
    fc.assert(
      fc.property(members, fc.nat(), fc.nat(), (object, keyIndex, index) => {
        const key = Object.keys(object)[keyIndex % Object.keys(object).length]!;
        const list = object[key]!;
        const path: JsonPath = list.length > 0 ? [key, index % list.length] : [key];
        const marked = structuredClone(object) as Record<string, unknown>;
        if (list.length > 0) marked[key] = list.map((entry, at) => (at === path[1] ? '<<here>>' : entry));
        else marked[key] = '<<here>>';
        const text = `\n\n${printed(marked, 1)}`;
        const expected = text.slice(0, text.indexOf('<<here>>')).split('\n').length;
        assert.equal(lineOfPath(text, 2, path), expected);
      }),
    );
  });

  it('stops at the closest enclosing value that is there', () => {
    const text = '{\n"a": [\n1],\n"b": 2}';
    assert.equal(lineOfPath(text, 0, ['a', 5, 'x']), 2);
    assert.equal(lineOfPath(text, 0, ['c']), 1);
    assert.equal(lineOfPath(text, 0, ['b', 'x']), 4);
  });

  it('says where a text breaks', () => {
    const broken = (text: string, message: RegExp, line: number): void =>
      assert.throws(
        () => parseJsonText(text),
        (error) => error instanceof TraceError && message.test(error.message) && error.line === line,
      );
    broken('[\n{"a": 1},\n{"a": ', /starts in line 1 is not complete; was the file cut off/, 1);
    broken('{"a": 1}\n{"a": "never closed', /starts in line 2 is not complete/, 2);
    broken('[\n1,\n2,\noops\n]', /not valid JSON near line 4/, 4);
    broken('{"a": 1}\n}', /not valid JSON near line 2/, 2);
  });
});
