import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

const aliasBomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
  .join('\n')}\nkind: AFDDeployment\n`;

describe('hostile input over the protocol', () => {
  let client: ProtocolClient;
  before(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  after(() => client.stop());

  const written = (path: string, content: string | Uint8Array, spec: Record<string, string>) => {
    client.write(path, content);
    return manifest(spec);
  };
  const profile = (alpha: string) =>
    `apiVersion: afd-lens/v1\nkind: LatencyProfile\ntimeUnit: ms\ncalibration: measured\nattention: { alpha: ${alpha}, beta: 1 }\nffn: { alpha: 1, beta: 1 }\ncommunication: { alpha: 1, beta: 1 }\n`;

  const cases: readonly [what: string, text: () => string, code: string, message: RegExp][] = [
    ['malformed YAML', () => manifest({ ffn: '{ workers: [1' }), 'AFD301', /^Not valid YAML: /],
    [
      'tabs as indentation',
      () => manifest().replace('  ffn', '\tffn'),
      'AFD301',
      /^Tabs cannot indent YAML; use spaces\.$/,
    ],
    ['an alias bomb', () => aliasBomb, 'AFD308', /^Aliases in this document expand/],
    [
      'a 50 MB manifest',
      () => manifest() + `# ${'x'.repeat(100)}\n`.repeat(500_000),
      'AFD309',
      /^Not analysed: the file has 5\d,\d{3},\d{3} characters/,
    ],
    [
      'a trace of binary garbage',
      () => written('garbage.csv', randomBytes(50_000), { workload: '{ trace: garbage.csv }' }),
      'AFD205',
      /./,
    ],
    ['an empty trace', () => written('empty.csv', '', { workload: '{ trace: empty.csv }' }), 'AFD205', /empty/i],
    ['a folder as trace', () => manifest({ workload: '{ trace: traces }' }), 'AFD205', /folder|directory/i],
    [
      'a profile with NaN',
      () => written('nan.yaml', profile('.nan'), { latencyProfile: './nan.yaml' }),
      'AFD306',
      /`alpha` is not a number \(\.nan\).*\(line 5\)/,
    ],
    [
      'a negative profile',
      () => written('negative.yaml', profile('-1'), { latencyProfile: './negative.yaml' }),
      'AFD306',
      /`alpha` is -1; it must be at least 0/,
    ],
    [
      'a binary profile',
      () => written('binary.yaml', randomBytes(5000), { latencyProfile: './binary.yaml' }),
      'AFD306',
      /./,
    ],
    [
      'a remote trace',
      () => manifest({ workload: '{ trace: "https://example.com/t.csv" }' }),
      'AFD305',
      /^Remote files are not read/,
    ],
    [
      'medians alone',
      () => manifest({ workload: '{ statistics: { medianPrefill: 100, medianDecode: 200 } }' }),
      'AFD206',
      /median/i,
    ],
  ];
  for (const [what, text, code, message] of cases) {
    it(`answers ${what} with one clear diagnostic and goes on`, async () => {
      const uri = await client.open('hostile.afd.yaml', text());
      const found = await client.settledDiagnostics(uri);
      assert.equal(found[0]?.code, code, JSON.stringify(found.slice(0, 3)));
      assert.match(found[0].message, message);
      assert.ok(!found[0].message.includes('\n'));
      await client.close(uri);
      const good = await client.open('good.afd.yaml', manifest());
      assert.deepEqual(
        (await client.settledDiagnostics(good)).map((diagnostic) => diagnostic.code),
        ['AFD101'],
      );
      await client.close(good);
      assert.deepEqual(client.logged, []);
    });
  }

  it('answers a request that is cancelled before its turn as cancelled', async () => {
    const uri = await client.open('cancel.afd.yaml', manifest());
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => {
        const source = new CancellationTokenSource();
        const answer = client.connection.sendRequest(
          'textDocument/documentSymbol',
          { textDocument: { uri } },
          source.token,
        );
        if (index < 19) source.cancel();
        return answer;
      }),
    );
    assert.equal(answers.at(-1)?.status, 'fulfilled', String((answers.at(-1) as PromiseRejectedResult).reason));
    const rejected = answers.filter((answer) => answer.status === 'rejected');
    assert.ok(rejected.length > 0);
    for (const { reason } of rejected) assert.equal(reason.code, LSPErrorCodes.RequestCancelled);
    await client.close(uri);
  });
});
