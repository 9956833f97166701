import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { documentSizeLimit } from '../../../server/src/latency/document-file';
import { readModelFile } from '../../../server/src/latency/hardware/model-file';
import { dense, shapeOf } from './configs';

const json = JSON.stringify(dense, null, 2);
const yaml = `apiVersion: afd-lens/v1
kind: Model
metadata: { name: mine }
source: a table
sources: { head_dim: another table }
notes: [Numbers of a test]
config:
${Object.entries(dense)
  .map(([key, value]) => `  ${key}: ${value}\n`)
  .join('')}`;

function failure(text: string): readonly [string, number | undefined] {
  const outcome = readModelFile(text, 'file');
  return outcome.kind === 'failed' ? [outcome.message, outcome.line] : assert.fail('it is read');
}

describe("a model's file", () => {
  it('may be a config.json', () => {
    const shape = { ...shapeOf(dense), id: 'file', source: 'its config.json' };
    assert.deepEqual(readModelFile(json, 'file'), { kind: 'ready', shape });
    assert.deepEqual(readModelFile(`\uFEFF${json}`, 'file'), { kind: 'ready', shape });
  });

  it('may be a document with the same config, and sources', () => {
    const shape = {
      ...shapeOf(dense),
      id: 'mine',
      source: 'a table; head_dim: another table',
      notes: ['Numbers of a test'],
    };
    assert.deepEqual(readModelFile(yaml, 'file'), { kind: 'ready', shape });
  });

  it('is read as docs/hardware.md shows', () => {
    const examples = readFileSync('docs/hardware.md', 'utf8').split(/^```(?:yaml)?\n/m);
    const outcome = readModelFile(examples.find((text) => text.includes('kind: Model\n')) ?? '', 'file');
    assert.equal(outcome.kind === 'ready' && outcome.shape.id, 'my-model');
  });

  it('may have what Python writes for infinite numbers', () => {
    assert.equal(readModelFile(json.replace('{', '{ "rope_limit": [0.0, Infinity],'), 'file').kind, 'ready');
    assert.match(
      failure(json.replace('"hidden_size": 16', '"hidden_size": Infinity'))[0],
      /`hidden_size` is infinite;/,
    );
  });

  const failures: readonly [string, string, string, number | undefined][] = [
    ['a comma', json.replace('"hidden_size": 16,', '"hidden_size": 16'), 'Not valid JSON: ', 4],
    ['cut off', json.slice(0, 60), 'Not valid JSON: ', 4],
    ['nesting', '{"a":'.repeat(1000), 'Not valid JSON: nested deeper', 1],
    ['something behind', `${json}\n}`, 'Not valid JSON: ', json.split('\n').length + 1],
    ['a list', '[]', "A model's config is an object with keys; this is a list.", undefined],
    ['no model', 'a: 1\n', 'It has no document with `kind: Model`.', undefined],
    ['empty', '', 'It has no document with `kind: Model`.', undefined],
    ['no source', yaml.replace(/source: .*\n/, ''), 'The document needs `source`', 1],
    [
      'a refused config',
      yaml.replace('head_dim: 8', 'head_dim: 0'),
      'The config of `qwen3` is not usable: `head_dim` is 0',
      7,
    ],
    [
      'a refused config.json',
      json.replace('"qwen3"', '"mamba2"'),
      'The config of `mamba2` is not usable: it has recurrent',
      undefined,
    ],
    ['huge', `{${' '.repeat(documentSizeLimit)}`, "The file is too large to be a model's config.", undefined],
  ];
  for (const [title, text, message, line] of failures) {
    it(`says why it is not usable: ${title}`, () => {
      const [got, at] = failure(text);
      assert.ok(got.startsWith(message), got);
      assert.equal(at, line);
    });
  }

  it('never throws', () => {
    const change = fc.tuple(
      fc.constantFrom(json, yaml),
      fc.nat(json.length),
      fc.nat(20),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(change, ([text, at, cut, insert]) => {
        readModelFile(text.slice(0, at) + insert + text.slice(at + cut), 'file');
      }),
      { numRuns: 500 },
    );
  });
});
