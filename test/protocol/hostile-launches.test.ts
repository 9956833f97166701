import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mayCarryLaunch } from '../../server/src/manifest/launches/launch-marks';
import { hostileLaunches } from './hostile-launches';
import { attentionLaunch, ffnLaunch, launchDeployments } from './launch-manifests';
import { ProtocolClient } from './protocol-client';

describe('hostile launches over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
  });
  afterEach(() => client.stop());

  const languageOf = (file: string) => (file.endsWith('.sh') ? 'shellscript' : 'yaml');

  /** Everything an editor asks as soon as a text is shown. */
  const askAll = async (uri: string, line = 0, character = 0) => {
    const position = { line, character };
    const textDocument = { uri };
    const range = { start: position, end: position };
    return Promise.all([
      client.diagnostics(uri),
      client.request('textDocument/codeLens', { textDocument }),
      client.request('textDocument/hover', { textDocument, position }),
      client.request('textDocument/inlayHint', { textDocument, range }),
      client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
    ]);
  };

  it('answers each of them in time and without a failure', async () => {
    for (const [what, file, content] of hostileLaunches) {
      const text = content();
      assert.ok(mayCarryLaunch(text) && text.length <= 1_000_000, what);
      const uri = await client.open(file, text, languageOf(file));
      await askAll(uri);
      assert.deepEqual(client.logged, [], what);
      await client.close(uri);
    }
    const good = await client.open('pair.yaml', launchDeployments(), 'yaml');
    assert.deepEqual(
      (await client.settledDiagnostics(good)).map(({ code }) => code),
      ['AFD111', 'AFD111'],
    );
  });

  it('answers at every keystroke of a launch, in YAML and in a script', async () => {
    const script = `X=8\nvllm serve "$M" -dp $X --additional-config '{"afd": {"role": "ffn", "host": "h\\n", "num_ffn_ranks": '"$X"'}}' <<E\n$(x)\nE\n`;
    const manifest = `spec:\n  containers:\n    - env: [{name: R, value: '8'}]\n      args:\n      - vllm\n      - "--additional-config={\\"afd\\": {\\"role\\":\\"attention\\",\\"num_ffn_ranks\\": $(R)}}"\n---\n`;
    for (const [file, text, settings] of [
      ['a.sh', script, 'shellscript'],
      ['a.yaml', manifest, 'yaml'],
    ] as const) {
      const head = '# num_ffn_ranks\n';
      const uri = await client.open(file, head, settings);
      for (let end = 1; end <= text.length; end++) {
        const typed = head + text.slice(0, end);
        await client.change(uri, typed);
        const lines = typed.split('\n');
        await askAll(uri, lines.length - 1, lines.at(-1)!.length);
        assert.deepEqual(client.logged, [], typed);
      }
      assert.ok((await client.diagnostics(uri)).length > 0, file);
    }
  });

  it('answers about bytes that are no text', async () => {
    const random = randomBytes(200_000);
    const text = `# num_ffn_ranks\n${random.toString('latin1')}\n${random.toString('utf8')}`;
    for (const file of ['a.yaml', 'a.sh']) await askAll(await client.open(file, text, languageOf(file)));
    assert.deepEqual(client.logged, []);
  });

  it('searches on where files vanish, links lead in circles and folders are closed', async () => {
    for (let index = 0; index < 200; index++) client.write(`many/${index % 10}/launch-${index}.yaml`, ffnLaunch());
    client.write('afd-lens.config.yaml', '{}\n');
    mkdirSync(join(client.folder, 'closed'));
    writeFileSync(join(client.folder, 'closed/ffn.yaml'), ffnLaunch());
    chmodSync(join(client.folder, 'closed'), 0);
    symlinkSync(client.folder, join(client.folder, 'many/circle'));
    symlinkSync(join(client.folder, 'nowhere.yaml'), join(client.folder, 'dangling.yaml'));
    symlinkSync(join(client.folder, 'loop.yaml'), join(client.folder, 'loop.yaml'));
    const uri = await client.open('attention.yaml', attentionLaunch(), 'yaml');
    const asked = client.diagnostics(uri);
    rmSync(join(client.folder, 'many'), { recursive: true });
    await asked;
    await client.change(uri, attentionLaunch({ port: 1300 }));
    await askAll(uri);
    await client.close(uri);
    chmodSync(join(client.folder, 'closed'), 0o755);
    rmSync(join(client.folder, 'closed'), { recursive: true });
    const again = await client.open('attention.yaml', attentionLaunch(), 'yaml');
    assert.ok((await client.settledDiagnostics(again)).some(({ code }) => code === 'AFD111'));
    assert.deepEqual(client.logged, []);
  });
});
