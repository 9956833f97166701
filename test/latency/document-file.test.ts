import assert from 'node:assert/strict';
import { readDevice } from '../../server/src/latency/hardware/device-file';
import { readModelFile } from '../../server/src/latency/hardware/model-file';
import { readProfile } from '../../server/src/latency/profile-document';

const secret = 'hunter2';

const files: readonly [string, string][] = [
  ['a dotenv file', `DB_PASSWORD=${secret}\n`],
  ['a private key', `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`],
  ['an INI file', `[db]\npassword = ${secret}\n`],
  ['YAML', `password: ${secret}\n`],
  ['YAML with a key given twice', `${secret}: 1\n${secret}: 2\n`],
  ['YAML with an unknown alias', `a: *${secret}\n`],
  ['YAML with an alias to itself', `a: &${secret}\n  b: *${secret}\n`],
  ['YAML with a wrong block', `a: |${secret}\n  b\n`],
  ['YAML with an unknown tag', `a: !!${secret} b\n`],
  ['YAML with an unknown directive', `%${secret}\n---\na: 1\n`],
  ['YAML with a wrong escape', `a: "\\${secret}"\n`],
  ['broken YAML', `a: [${secret}\n`],
  ['JSON', JSON.stringify({ password: secret, [secret]: 1 })],
  ['JSON with a type', JSON.stringify({ model_type: secret, architectures: [secret] })],
  ['JSON with single quotes', `{'${secret}': 1}`],
  ['JSON with a bare word', `{"a": ${secret}}`],
  ['JSON without a colon', `{"${secret}" 1}`],
  ['JSON as Python has it', `{"a": None, ${secret}: True}`],
  ['a JSON text', JSON.stringify(secret)],
  ['a JSON list', JSON.stringify([secret])],
  ...['LatencyProfile', 'Device', 'Model'].flatMap((kind): readonly [string, string][] => [
    [`the kind ${kind} of somebody else`, `kind: ${kind}\napiVersion: ${secret}\n${secret}: ${secret}\n`],
    [`the kind ${kind} of nobody`, `kind: ${kind}\n${secret}: ${secret}\ntimeUnit: ${secret}\n`],
    [
      `a document of kind ${kind} behind a broken one`,
      `${secret}: 1\n${secret}: 2\n---\napiVersion: afd-lens/v1\nkind: ${kind}\n`,
    ],
  ]),
];

describe('a referenced file that is not ours', () => {
  const readers = { profile: readProfile, device: readDevice, model: readModelFile };
  for (const [title, text] of files) {
    it(`is not quoted: ${title}`, () => {
      for (const [name, read] of Object.entries(readers)) {
        const outcome = read(text, 'x');
        assert.ok(outcome.kind === 'failed', name);
        assert.doesNotMatch(outcome.message, new RegExp(secret), name);
      }
    });
  }

  it('is described by what it lacks, and where', () => {
    const said = (text: string) => {
      const outcome = readProfile(text, 'x');
      return outcome.kind === 'failed' ? [outcome.message, outcome.line] : [];
    };
    assert.deepEqual(said('a: 1\n'), ['It has no document with `kind: LatencyProfile`.', undefined]);
    assert.deepEqual(said('kind: LatencyProfile\na: 1\n'), ['It has no `apiVersion: afd-lens/v1`.', undefined]);
    assert.deepEqual(said('a: 1\nb: [1\n'), ['It is not valid YAML.', 2]);
    assert.deepEqual(said('a: 1\na: 2\n'), ['A key is given twice in one of its maps.', 2]);
    assert.deepEqual(said('a: &b\n  c: *b\n'), ['Its aliases cannot be resolved.', 1]);
    const { message, line } = readModelFile('{"a": 1,\n"b": x}', 'x') as { message: string; line: number };
    assert.deepEqual([message, line], ['Not valid JSON.', 2]);
  });

  it('is quoted where it declares itself ours', () => {
    const [ours, model] = ['apiVersion: afd-lens/v1\nkind: LatencyProfile\n', '{"hidden_size": 16, "b": x}'];
    const said = [
      readDevice(
        `${ours.replace('LatencyProfile', 'Device')}memoryGB: 80GB\nmemoryBandwidthTBps: 1\ndenseTflops: { bf16: 1 }\n`,
        'x',
      ),
      readProfile(`${ours}a: 1\na: 2\n`, 'x'),
    ];
    said.push(readModelFile(model, 'x') as never);
    const messages = said.map((outcome) => (outcome.kind === 'failed' ? outcome.message : ''));
    assert.match(messages[0]!, /^`memoryGB` is the text `80GB`/);
    assert.match(messages[1]!, /`a` is given twice/);
    assert.match(messages[2]!, /`x` is no value/);
  });
});
