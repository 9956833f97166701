import assert from 'node:assert/strict';
import { readTrace } from '../../../server/src/workload/read-trace';
import { hasColumnNames, hasKeyNames, seemsToBe } from '../../../server/src/workload/readers/unknown-text';
import { type ColumnMapping, TraceError } from '../../../server/src/workload/trace-summary';
import { readText } from '../trace-fixture';

const secret = 'hunter2';

describe('a text that is no trace', () => {
  it('is described by its size alone', () => {
    const seen = (text: string) => seemsToBe(Buffer.from(text));
    assert.equal(seen('a'), 'text of 1 line (1 byte)');
    assert.equal(seen('a\nb\n'), 'text of 2 lines (4 bytes)');
    assert.equal(seen('a\r\nb\rc'), 'text of 3 lines (6 bytes)');
    assert.equal(seen('x'.repeat(70_000)), 'text of more than 64 kB');
  });

  const others: readonly [string, string, ColumnMapping?][] = [
    ['a dotenv file', `DB_PASSWORD=${secret}\nAPI=1\n`],
    ['one with commas', `HOSTS=a,b,${secret}\nPORTS=1,2,3\n`],
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${secret}\n`],
    ['an INI file', `[db]\npassword = ${secret}\n`],
    ['YAML', `password: ${secret}\nlist: [a, b]\n`],
    ['a script', `export A=1; export B=${secret}\n`],
    ['a password file', `root:x:0:0:${secret}:/root:/bin/sh\n`],
    ['a table of words', `user,password\nbob,${secret}\n`],
    ['a table without header', `bob,${secret},1,2\n`],
    ['a table without header, the second line of text too', `bob,${secret},1,2\namy,x,3,4\n`],
    [
      'a table of words, as a mapping has it',
      `user,password\nbob,${secret}\n`,
      { prefill: 'user', decode: 'password' },
    ],
    ['a table without such columns', `user,${secret}\nbob,x\n`, { prefill: 'a', decode: 'b' }],
    ['one value a line', `${secret}\n1\n`],
    ['an open quote', `a,"${secret}\n1,2\n`],
    ['a quote in a field', `a,b"${secret}"c\n1,2"\n`],
    ['JSON', JSON.stringify({ password: secret, user: secret })],
    ['JSON whose keys are words', JSON.stringify({ [secret]: 'x' })],
    ['JSON, as a mapping has it', JSON.stringify({ a: secret, b: -1 }), { prefill: 'a', decode: 'b' }],
    ['JSON below keys', JSON.stringify({ a: { b: secret } }), { prefill: 'a.b', decode: 'a.b' }],
    ['JSON without such keys', JSON.stringify({ [secret]: 'x' }), { prefill: 'a', decode: 'b' }],
    ['broken JSON', `{"a": ${secret}}`],
    ['a JSON list', JSON.stringify([secret])],
    ['JSON Lines', `{"a": "${secret}"}\n{"b": "${secret}"}\n`],
  ];
  for (const [title, text, columns] of others) {
    it(`is not quoted: ${title}`, async () => {
      await assert.rejects(readTrace({ name: 'x', text }, { columns }), (error) => {
        assert.ok(error instanceof TraceError, String(error));
        assert.doesNotMatch(`${error.message} ${error.withNames ?? ''}`, new RegExp(secret));
        return true;
      });
    });
  }

  it('has names of columns only above whole numbers', () => {
    const named = (text: string, delimiter = ',') => hasColumnNames(Buffer.from(text), delimiter);
    assert.ok(named('time,in,out\nx,1,2\n'));
    assert.ok(named('\uFEFF"time; at";in;out\n\n"x";1;2.0\n', ';'));
    assert.ok(!named('time,in,out\nx,y,2\n'));
    assert.ok(!named('time,in,out\n1,2\n'));
    assert.ok(!named('time,in,7\nx,1,2\n'));
    assert.ok(!named('a=b,in,out\nx,1,2\n'));
    assert.ok(named(`${'a'.repeat(40)},in,out\nx,1,2\n`));
    assert.ok(!named(`${'a'.repeat(41)},in,out\nx,1,2\n`));
    assert.ok(!named('time,in,out\n'));
  });

  it('has names of keys only where they hold whole numbers', () => {
    assert.ok(hasKeyNames({ at: 'x', usage: { in: 1, out: '2' } }));
    assert.ok(!hasKeyNames({ in: 1, out: 'x' }));
    assert.ok(!hasKeyNames({ 'a=b': 1, out: 2 }));
    assert.ok(!hasKeyNames({ a: { b: { in: 1, out: 2 } } }));
  });
});

describe('a trace by its columns alone', () => {
  it('shows what stands in place of lengths by its kind', async () => {
    const columns = { prefill: 'a', decode: 'b' };
    const reasons: readonly [string, string][] = [
      [secret, 'a is text, not a whole number of tokens'],
      ['-3', 'a is negative, not a whole number of tokens'],
      ['1.5', 'a is a fraction, not a whole number of tokens'],
      ['1e30', 'a is out of range, not a whole number of tokens'],
      ['', 'a is empty'],
    ];
    for (const [value, reason] of reasons) {
      const table = await readText(`a,b\n${value},1\n2,3\n`, { columns });
      assert.equal(table.skipped.first?.reason, reason);
      if (value === '') continue;
      const objects = await readText(`{"a": "${value}", "b": 1}\n{"a": 2, "b": 3}\n`, { columns });
      assert.equal(objects.skipped.first?.reason, reason);
    }
    const lists = await readText('{"a": [1], "b": 1}\n{"a": 2, "b": 3}\n', { columns });
    assert.equal(lists.skipped.first?.reason, 'a is a list, not a whole number of tokens');
  });

  it('shows the value where the format is known', async () => {
    const known = await readText('prompt_len,output_len\nx,1\n2,3\n', {
      columns: { prefill: 'prompt_len', decode: 'output_len' },
    });
    assert.equal(known.skipped.first?.reason, 'prompt_len is text, not a whole number of tokens');
  });
});
