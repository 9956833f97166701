import assert from 'node:assert/strict';
import { MeasurementError } from '../../../server/src/latency/fit/measurements';
import { tableRecords } from '../../../server/src/latency/fit/table-records';

describe('table records', () => {
  it('reads tables of any delimiter, with quotes, comments, blank lines and a byte order mark, by line', () => {
    for (const delimiter of [',', ';', '\t']) {
      const text = `\uFEFF# a run\na${delimiter}"b c"\r\n\r\n 1 ${delimiter}"2"\n# more\n3${delimiter}\n`;
      const { header, rows } = tableRecords(text);
      assert.deepEqual(header, ['a', 'b c']);
      assert.deepEqual(rows.map(({ cells }) => cells), [['1', '2'], ['3', '']]); // biome-ignore format: a table
      assert.deepEqual(rows.map(({ line }) => line), [4, 6]); // biome-ignore format: a table
    }
  });

  it('reads JSON Lines, whose objects may lack keys', () => {
    const { header, rows } = tableRecords('{"a": 1, "b": "x"}\n\n{"b": 2.5, "c": null}\n');
    assert.deepEqual(header, ['a', 'b', 'c']);
    assert.deepEqual(rows, [
      { line: 1, cells: ['1', 'x', ''] },
      { line: 3, cells: ['', '2.5', ''] },
    ]);
  });

  for (const [text, message] of [
    ['', /^The file is empty/],
    ['\uFEFF', /^The file is empty/],
    [' \n\n', /^The file is empty/],
    ['a,b\0\n', /not text/],
    ['[{"a": 1}]', /JSON list/],
    ['{"a": 1}\n{"a": \n', /not a JSON object/],
    ['{"a": 1}\n[1]\n', /not a JSON object/],
    ['{"a": [1]}', /^Value 1 of the object is neither a number nor text/],
    ['a,b\n1,2,3\n', /3 fields where the header has 2/],
    ['a,b\n1\n', /1 fields where the header has 2/],
    ['a,b\n"1,2\n', /cannot be parsed/],
    ['# only\n', /only comments/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => tableRecords(text), { message }));
  }

  it('says where quotes are wrong without quoting', () => {
    assert.throws(
      () => tableRecords('a,b\n1,2\nx "hunter2",3\n'),
      (error) => {
        assert.ok(error instanceof MeasurementError);
        assert.deepEqual(error.problems, [{ message: 'The table cannot be parsed here; check its quotes.', line: 3 }]);
        return true;
      },
    );
  });
});
