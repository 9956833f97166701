import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeAction, CodeLens } from 'vscode-languageserver/node';
import { runTool } from '../../../server/src/agent-tools/catalogue';
import { addCheck } from '../../../server/src/cli/check/check-command';
import { type FormatName, formatNames } from '../../../server/src/cli/check/formats/report-formats';
import type { AddCommand } from '../../../server/src/cli/command-context';
import { addCompare } from '../../../server/src/cli/compare/compare-command';
import { addDiff } from '../../../server/src/cli/diff/diff-command';
import { addExplain } from '../../../server/src/cli/explain/explain-command';
import { addFit } from '../../../server/src/cli/fit/fit-command';
import { mcpHost } from '../../../server/src/cli/mcp/mcp-host';
import { addPlan } from '../../../server/src/cli/plan/plan-command';
import { addSchedule } from '../../../server/src/cli/schedule/schedule-command';
import { addSimulate } from '../../../server/src/cli/simulate/simulate-command';
import { addWorkload } from '../../../server/src/cli/workload/workload-command';
import { serverCommands } from '../../../server/src/protocol/protocol';
import { runCommand } from '../../cli/run-command';
import { runProgram } from '../../cli/run-program';
import { temporaryFolder } from '../../cli/temporary-folder';
import { ProtocolClient } from '../protocol-client';
import { bareManifest, configurationNaming, manifestsNaming, scriptNaming, secret, secretFiles } from './secret-files';

const repository = process.cwd();
const promises = readFileSync('SECURITY.md', 'utf8').replaceAll(/\s+/g, ' ');

/** What SECURITY.md promises, and the test that holds it to that. */
function promise(words: string, test: (this: Mocha.Context) => Promise<void> | void): void {
  it(words, function () {
    assert.ok(promises.includes(words), 'SECURITY.md does not say that any more');
    return test.call(this);
  });
}

const isSecretIn = (text: string): boolean => text.toLowerCase().includes(secret);

/** Fails with what is around the secret in a text. */
function assertHidden(text: string, where: string): void {
  const at = text.toLowerCase().indexOf(secret);
  assert.ok(at === -1, `${where}: …${text.slice(Math.max(0, at - 120), at + 40)}…`);
}

/** The sources of a folder that contain what the expression says. */
function sourcesWith(folder: string, expression: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && expression.test(readFileSync(join(folder, name), 'utf8')))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

describe('SECURITY.md', () => {
  const folder = temporaryFolder();
  const names = Object.keys(secretFiles);

  /** What a command line prints. */
  const run = async (add: AddCommand, ...args: readonly string[]): Promise<string> => {
    const { out, error } = await runCommand(add, args);
    return out + error;
  };

  /** What a check prints; the pages that SARIF needs lie beside the program that is shipped. */
  const check = async (format: FormatName, ...args: readonly string[]): Promise<string> => {
    const words = ['check', '--show-suppressed', '--format', format, ...args];
    if (format !== 'sarif') return run(addCheck, ...words);
    const { out, error } = runProgram(words, { cwd: folder.path });
    return out + error;
  };

  before(() => {
    for (const [name, content] of Object.entries(secretFiles)) {
      assert.ok(isSecretIn(Buffer.from(content).toString('latin1')) || name.startsWith('gzip'), name);
      for (const place of ['files', `configured/${name}`])
        for (const ending of ['', '.json', '.yaml']) folder.write(`${place}/${name}${ending}`, content);
      folder.write(`files/${name}.afd.yaml`, manifestsNaming(name));
      folder.write(`files/${name}.sh`, scriptNaming(name));
      folder.write(`configured/${name}/afd-lens.config.yaml`, configurationNaming(name));
      folder.write(`linked/${name}/bare.afd.yaml`, bareManifest);
      for (const place of ['configured', 'linked'])
        for (const [file, text] of [
          ['bare.afd.yaml', bareManifest],
          ['bare.sh', scriptNaming('none')],
        ] as const)
          folder.write(`${place}/${name}/${file}`, text);
      for (const link of ['x.afd.yaml', 'x.yaml', 'x.sh', 'afd-lens.config.yaml', 'afd-lens.baseline.json'])
        symlinkSync(`../../files/${name}`, `linked/${name}/${link}`);
    }
  });

  promise(
    "No message shows text of a file that is not recognised as what it is named for: a trace, a profile, a device, a model's config, measurements.",
    async () => {
      for (const format of formatNames) {
        const output = await check(format, 'files', 'configured');
        assert.match(output, /AFD205/, format);
        assertHidden(output, `check --format ${format}`);
      }
      for (const options of [['--fix-dry-run'], ['--allowed-root', '.'], ['--allowed-root', 'linked']])
        assertHidden(await run(addCheck, 'check', 'files', 'configured', ...options), `check ${options}`);
      for (const name of names) {
        const manifests = [`files/${name}.afd.yaml`, `files/${name}.sh`, `configured/${name}/bare.afd.yaml`];
        for (const format of ['text', 'markdown', 'json'])
          assertHidden(await run(addExplain, 'explain', '--format', format, ...manifests), `explain ${name}`);
        for (const manifest of manifests) {
          assertHidden(await run(addPlan, 'plan', manifest, '--workers', '8'), `plan ${manifest}`);
          assertHidden(await run(addCompare, 'compare', manifest), `compare ${manifest}`);
          assertHidden(await run(addSimulate, 'simulate', manifest), `simulate ${manifest}`);
          assertHidden(await run(addDiff, 'diff', manifest, '--base', 'files/key.afd.yaml'), `diff ${manifest}`);
        }
        const file = `files/${name}`;
        const mapping = ['--columns', 'prefill=user,decode=password'];
        assertHidden(await run(addWorkload, 'workload', file), `workload ${name}`);
        assertHidden(await run(addWorkload, 'workload', file, ...mapping), `workload ${name}`);
        assertHidden(await run(addSchedule, 'schedule', file, '--kv-tokens', '1000'), `schedule ${name}`);
        assertHidden(await run(addFit, 'fit', file), `fit ${name}`);
      }
    },
  );

  promise('Of any other file no word is shown, whoever asks.', async () => {
    for (const format of ['pretty', 'json', 'sarif'] as const)
      for (const options of [[], ['--allowed-root', 'linked']])
        assertHidden(await check(format, 'linked', ...options), `check --format ${format} linked ${options}`);
    const logged: string[] = [];
    const host = mcpHost({ packageRoot: repository, folder: folder.path, error: (line) => logged.push(line) });
    const never = new AbortController().signal;
    for (const name of names) {
      const links = ['x.afd.yaml', 'x.yaml', 'x.sh'].map((link) => `linked/${name}/${link}`);
      const asked = [`files/${name}`, `files/${name}.json`, `files/${name}.yaml`, ...links];
      for (const file of asked) {
        assertHidden(await run(addExplain, 'explain', file), `explain ${file}`);
        assertHidden(await run(addPlan, 'plan', file, '--workers', '8'), `plan ${file}`);
        assertHidden(await run(addDiff, 'diff', file, '--base', 'files/key.afd.yaml').catch(String), `diff ${file}`);
      }
      const manifests = [`files/${name}.afd.yaml`, `configured/${name}/bare.afd.yaml`, `linked/${name}/bare.afd.yaml`];
      for (const file of [...asked, ...manifests]) {
        for (const tool of ['analyze_afd_ratio', 'sweep_afd_ratio']) {
          const result = await runTool(tool, { path: file }, host, never, (message) => assert.fail(message));
          assertHidden(JSON.stringify(result), `${tool} ${file}`);
        }
      }
    }
    host.dispose();
    assertHidden(logged.join('\n'), 'the log of the tools');
  });

  it('holds in an editor: findings, hovers, lenses, hints, fixes, explanations, tools for agents, and the log', async () => {
    const client = await ProtocolClient.start();
    for (const [name, content] of Object.entries(secretFiles)) {
      for (const ending of ['', '.json', '.yaml']) client.write(`${name}${ending}`, content);
      symlinkSync(name, join(client.folder, `link-${name}.afd.yaml`));
      client.write(`sub-${name}/afd-lens.config.yaml`, configurationNaming(`../${name}`));
      const documents = [
        [`${name}.afd.yaml`, manifestsNaming(name), 'afd-deployment'],
        [`${name}.sh`, scriptNaming(name), 'shellscript'],
        [`sub-${name}/bare.afd.yaml`, bareManifest, 'afd-deployment'],
        [`sub-${name}/afd-lens.config.yaml`, configurationNaming(`../${name}`), 'yaml'],
      ] as const;
      for (const [path, text, language] of documents) {
        const uri = await client.open(path, text, language);
        const textDocument = { uri };
        const lines = text.split('\n');
        const everywhere = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
        const seen: unknown[] = [await client.wholeDiagnostics(uri)];
        const ask = async (method: string, more: object = {}) =>
          seen.push(await client.request(method, { textDocument, ...more }));
        for (const [line, words] of lines.entries()) {
          for (const word of words.matchAll(/[^\s{}:,]+/g))
            await ask('textDocument/hover', { position: { line, character: word.index } });
        }
        await ask('textDocument/inlayHint', { range: everywhere });
        await ask('textDocument/documentSymbol');
        await ask('textDocument/codeAction', { range: everywhere, context: { diagnostics: [] } });
        const lenses = await client.request<CodeLens[] | null>('textDocument/codeLens', { textDocument });
        seen.push(lenses);
        const execute = async (command: string, ...args: readonly unknown[]) =>
          seen.push(await client.request('workspace/executeCommand', { command, arguments: args }));
        await execute(serverCommands.explain, uri);
        await execute(serverCommands.sweep, uri, 0, {});
        for (const target of [uri, client.uri(name), client.uri(`link-${name}.afd.yaml`)])
          await execute(serverCommands.tool, 'analyze_afd_ratio', { path: target }, []).catch(String);
        assertHidden(JSON.stringify(seen as CodeAction[]), `an editor, ${path}`);
        await client.close(uri);
      }
    }
    assertHidden(client.logged.join('\n'), 'the log');
    await client.stop();
  });

  promise(
    'How the columns of a table of numbers are called is shown only where the file lies in the workspace, its repository or the folder in which the command line runs, links resolved; and of a file that is itself an argument of the command.',
    async () => {
      folder.write('outside/t.csv', `${secret},b\n1,2\n`);
      folder.write('outside/t.jsonl', `{"${secret}": 1, "b": 2}\n`);
      folder.write('inside/t.csv', 'mine,b\n1,2\n');
      for (const name of ['t.csv', 't.jsonl']) symlinkSync(`../outside/${name}`, `inside/link-${name}`);
      const paths = ['../outside/t.csv', '../outside/t.jsonl', 'link-t.csv', 'link-t.jsonl', 't.csv'];
      const naming = paths.map((path) => manifestsNaming(path)).join('\n---\n');
      folder.write('inside/x.afd.yaml', naming.replaceAll('./../', '../'));
      process.chdir('inside');
      const output = await run(addCheck, 'check');
      process.chdir(folder.path);
      assertHidden(output, 'check of files outside');
      assert.match(output, /it has 2, whose names are shown only for files of the workspace or repository/);
      assert.match(output, /The columns of the trace are not known: mine, b\./);
      assert.ok(isSecretIn(await run(addWorkload, 'workload', 'outside/t.csv')));
    },
  );

  promise(
    'What the command line confines no configuration can widen. Whether a file outside is there is not said.',
    async () => {
      folder.write('repo/afd-lens.config.yaml', 'allowedRoots: [/]\n');
      const said = async (path: string) => {
        folder.write('repo/a.afd.yaml', bareManifest.replace('spec:', `spec:\n  latencyProfile: ${path}`));
        const output = await run(addCheck, 'check', 'repo', '--allowed-root', 'repo');
        return output.replaceAll(path, 'PATH');
      };
      const there = await said('../files/yaml');
      assert.match(there, /AFD305 'PATH' is not read: references are confined to 'repo' by '--allowed-root'/);
      assert.equal(await said('../files/none'), there);
    },
  );

  promise('It opens no network connection.', () => {
    const network = /from '(?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?'|\bfetch\(|\bWebSocket\b/;
    for (const sources of ['server/src', 'client/src', 'client/webview'])
      assert.deepEqual(sourcesWith(join(repository, sources), network), []);
  });

  promise('`afd-lens diff` runs git.', () => {
    assert.deepEqual(sourcesWith(join(repository, 'server/src'), /child_process/), ['cli/git/git.ts']);
    assert.deepEqual(sourcesWith(join(repository, 'client/src'), /child_process/), []);
  });

  promise('The language server writes no files;', () => {
    const writing = /\b(?:writeFile|appendFile|createWriteStream|copyFile|mkdir|rename|unlink|rm|truncate)(?:Sync)?\(/;
    const found = sourcesWith(join(repository, 'server/src'), writing);
    assert.ok(found.length > 0 && found.every((name) => name.startsWith('cli/')), found.join());
  });
});
