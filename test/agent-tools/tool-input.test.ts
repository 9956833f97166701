import assert from 'node:assert/strict';
import { type InputSchema, readInput } from '../../server/src/agent-tools/tool-input';

const schema = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'which file' },
    low: { type: 'number' },
    document: { type: 'integer' },
  },
  required: ['path'],
  additionalProperties: false,
} as const satisfies InputSchema;

describe('tool-input', () => {
  it('reads what fits the schema, and takes null for absent', () => {
    assert.deepEqual(readInput(schema, { path: 'a', low: 0.5, document: null }), { path: 'a', low: 0.5 });
  });

  for (const [title, sent, message] of [
    ['nothing', undefined, /^Give `path`: which file\.$/],
    ['no required one', { low: 1 }, /^Give `path`: which file\.$/],
    ['a list', ['a'], /^Give an object with `path`, `low`, `document`\.$/],
    ['a text', 'a', /^Give an object with /],
    ['an empty text', { path: '' }, /^`path` must be a text that is not empty\.$/],
    ['a number as text', { path: 'a', low: '1' }, /^`low` must be a number\.$/],
    ['a number that is none', { path: 'a', low: Number.NaN }, /^`low` must be a number\.$/],
    ['a fraction', { path: 'a', document: 1.5 }, /^`document` must be a whole number\.$/],
    ['a misspelt one', { pathh: 'a' }, /^There is no input `pathh`; did you mean `path`\?$/],
    ['one of another kind', { zzzzzz: 1 }, /^There is no input `zzzzzz`; there is `path`, `low`, `document`\.$/],
    ['an inherited name', { constructor: 1 }, /^There is no input `constructor`/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(() => readInput(schema, sent), { name: 'ToolRefusal', message });
    });
  }
});
