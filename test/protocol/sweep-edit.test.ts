import assert from 'node:assert/strict';
import type { TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { manifest } from './manifests';
import { ProtocolClient } from './protocol-client';

interface EditAnswer {
  readonly version: number;
  readonly edits: TextEdit[];
  readonly yaml: string;
  readonly message?: string;
}

describe('writing a sweep over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
  });
  afterEach(() => client.stop());

  const ask = (uri: string, index: unknown, wanted: unknown) =>
    client.request<EditAnswer | null>('workspace/executeCommand', {
      command: 'afdLens.server.sweepEdit',
      arguments: [uri, index, wanted],
    });
  const apply = async (text: string, wanted: unknown, index = 0) => {
    const uri = await client.open('chat.afd.yaml', text);
    const answer = (await ask(uri, index, wanted))!;
    return { ...answer, text: TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), answer.edits) };
  };

  it('writes chosen values into the manifest and changes nothing else', async () => {
    const text = manifest({ microbatches: '3 # in flight' });
    const wanted = { attention: 10, batchSize: 128, microbatches: 2, tpotSeconds: 0.05 };
    const { version, text: edited, yaml, message } = await apply(text, wanted);
    assert.equal(
      edited,
      text
        .replace('{ workers: 4, batchSize: 256 }', '{ workers: 10, batchSize: 128 }')
        .replace('3 # in flight', '2 # in flight\n  slo: { tpot: 50ms }'),
    );
    assert.equal(
      yaml,
      'latencyProfile: ascend-910c-deepseek-v3\nattention: { workers: 10, batchSize: 128 }\nffn: { workers: 1 }\nmicrobatches: 2\nslo: { tpot: 50ms }\n',
    );
    assert.deepEqual([version, message], [1, undefined]);
  });

  it('writes into one of several documents, past anchors and Windows line ends', async () => {
    const first = `x-pool: &pool { workers: 4, batchSize: 256 }\n${manifest({ attention: '*pool' })}`;
    const text = `# 🚀\n${manifest()}---\n${first}---\n${manifest()}`.replaceAll('\n', '\r\n');
    const { text: edited } = await apply(text, { attention: 9, batchSize: 64, tpotSeconds: 0.05 }, 1);
    const expected = first
      .replace('attention: *pool', 'attention: { <<: *pool, workers: 9, batchSize: 64 }')
      .replace('microbatches: 3', 'microbatches: 3\n  slo: { tpot: 50ms }');
    assert.equal(edited, `# 🚀\n${manifest()}---\n${expected}---\n${manifest()}`.replaceAll('\n', '\r\n'));
  });

  it('says why there is no edit, and still has the YAML to copy', async () => {
    const text = manifest({ slo: '{ tpot: &t 50ms, ttft: *t }' });
    const uri = await client.open('chat.afd.yaml', text);
    const own =
      'attention: { workers: 4, batchSize: 256 }\nffn: { workers: 1 }\nmicrobatches: 3\nslo: { tpot: 50ms }\n';
    const cases: readonly [unknown, RegExp, string][] = [
      [{ attention: 4, tpotSeconds: 0.05 }, /has these values already/, own],
      [null, /has these values already/, own],
      [{ tpotSeconds: 0.04 }, /something else, such as another use of an anchor/, own.replace('50ms', '40ms')],
      [{ attention: 0 }, /must be a whole number from 1 to 100,000/, own],
      [{ attention: '9' }, /must be a whole number/, own],
      [{ batchSize: 1e7 }, /must be a whole number from 1 to 1,000,000/, own],
      [{ tpotSeconds: -1 }, /must be a time above 0/, own],
    ];
    for (const [wanted, message, yaml] of cases) {
      const answer = (await ask(uri, 0, wanted))!;
      assert.match(answer.message!, message);
      assert.deepEqual([answer.edits, answer.yaml], [[], `latencyProfile: ascend-910c-deepseek-v3\n${yaml}`]);
    }
  });

  it('has nothing to write to in other files, broken ones and documents that are not there', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    for (const index of [1, '0', -1]) assert.equal(await ask(uri, index, { attention: 9 }), null);
    assert.equal(await ask(client.uri('none.afd.yaml'), 0, {}), null);
    await client.change(uri, `${manifest()}  attention: [`);
    assert.equal(await ask(uri, 0, { attention: 9 }), null);
    await client.change(uri, 'kind: ConfigMap\n');
    assert.equal(await ask(uri, 0, { attention: 9 }), null);
  });
});
