import assert from 'node:assert/strict';
import { Command } from 'commander';
import { columnsOption } from '../../server/src/cli/columns-option';

function parse(text: string): unknown {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  return program.addOption(columnsOption()).parse(['--columns', text], { from: 'user' }).opts().columns;
}

describe('columns-option', () => {
  it('reads both names, in either order, with commas and equal signs in them', () => {
    assert.deepEqual(parse('prefill=in,decode=out'), { prefill: 'in', decode: 'out' });
    assert.deepEqual(parse('decode=usage.out, prefill=usage.in'), { prefill: 'usage.in', decode: 'usage.out' });
    assert.deepEqual(parse('prefill=tokens, in=x,decode=a b'), { prefill: 'tokens, in=x', decode: 'a b' });
  });

  for (const text of ['', 'in,out', 'prefill=in', 'prefill=,decode=out', 'prefill=in,prefill=out', 'p=in,d=out']) {
    it(`refuses \`${text}\``, () => {
      assert.throws(() => parse(text), /Give both names: prefill=NAME,decode=NAME\./);
    });
  }
});
