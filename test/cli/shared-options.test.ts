import assert from 'node:assert/strict';
import { Command, type Option } from 'commander';
import {
  columnsOption,
  documentOption,
  forceOption,
  formatOption,
  plotOption,
} from '../../server/src/cli/shared-options';

function parse(option: Option, ...args: string[]): unknown {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  return program.addOption(option).parse(args, { from: 'user' }).opts()[option.attributeName()];
}

describe('shared options', () => {
  describe('columns', () => {
    const columns = (text: string) => parse(columnsOption(), '--columns', text);

    it('reads both names, in either order, with commas and equal signs in them', () => {
      assert.deepEqual(columns('prefill=in,decode=out'), { prefill: 'in', decode: 'out' });
      assert.deepEqual(columns('decode=usage.out, prefill=usage.in'), { prefill: 'usage.in', decode: 'usage.out' });
      assert.deepEqual(columns('prefill=tokens, in=x,decode=a b'), { prefill: 'tokens, in=x', decode: 'a b' });
    });

    for (const text of ['', 'in,out', 'prefill=in', 'prefill=,decode=out', 'prefill=in,prefill=out', 'p=in,d=out']) {
      it(`refuses \`${text}\``, () => {
        assert.throws(() => columns(text), /Give both names: prefill=NAME,decode=NAME\./);
      });
    }
  });

  it('are text and no force where nothing is given', () => {
    assert.deepEqual([parse(formatOption()), parse(forceOption())], ['text', false]);
    assert.deepEqual([parse(documentOption()), parse(plotOption('points'))], [undefined, undefined]);
  });

  it('read a format, a document from 1, a drawing of two kinds and --force', () => {
    assert.equal(parse(formatOption(), '--format', 'json'), 'json');
    assert.equal(parse(documentOption(), '--document', '2'), 2);
    assert.equal(parse(forceOption(), '--force'), true);
    for (const file of ['a.svg', 'a.HTML', 'a.htm']) assert.equal(parse(plotOption('points'), '--plot', file), file);
  });

  it('refuse what is none of these', () => {
    assert.throws(() => parse(formatOption(), '--format', 'xml'), /Allowed choices are text, json/);
    assert.throws(() => parse(documentOption(), '--document', '0'), /Give a whole number from 1/);
    assert.throws(() => parse(plotOption('points'), '--plot', 'a.png'), /Give a name that ends in \.svg or \.html\./);
  });
});
