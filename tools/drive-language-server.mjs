// Drives an installed language server over standard input and output, as editors do, to findings of every group, a table of
// strategies and a simulation.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver/node';

const fixtures = join('test', 'fixtures', 'contract');

/** Files of the fixtures, and a finding of each: one or more of every group. */
const expected = [
  ['ratio/attention-bound.afd.yaml', 'AFD101'],
  ['data/short.afd.yaml', 'AFD201'],
  ['schema/keys.afd.yaml', 'AFD303'],
  ['launches/AFD401/recipe.yaml', 'AFD401'],
  ['hardware/weights.afd.yaml', 'AFD501'],
  ['strategy/does-not-pay.afd.yaml', 'AFD601'],
  ['strategy/required.afd.yaml', 'AFD602'],
  ['scheduling/first-come.afd.yaml', 'AFD611'],
  ['scheduling/shortest-first.afd.yaml', 'AFD612'],
  ['suppressions/unused.afd.yaml', 'AFD900'],
];
/** The file whose strategies and simulation are asked for. */
const shown = 'strategy/does-not-pay.afd.yaml';

/** What a client can do that asks for diagnostics, and asks again when it is asked to. */
const capabilities = {
  workspace: { diagnostics: { refreshSupport: true } },
  textDocument: { diagnostic: {} },
};

/**
 * Starts the command in `cwd`, copies the fixtures to `folder` and opens them there. Returns what is amiss, each as a sentence.
 * Nothing waits by the clock: the server answers an agent's tool when everything is read and computed.
 */
export async function driveLanguageServer([command, ...args], cwd, folder) {
  cpSync(fixtures, folder, { recursive: true });
  const server = spawn(command, args, { cwd, shell: process.platform === 'win32' });
  const errors = [];
  server.stderr.on('data', (data) => errors.push(data));
  const gone = once(server, 'close').then(([status]) => {
    throw new Error(`it ended with status ${status}\n${errors.join('')}`);
  });
  const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = protocol;
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  try {
    return await Promise.race([problemsOf(connection, folder), gone]);
  } catch (reason) {
    return [`the language server failed: ${reason.message}`];
  } finally {
    gone.catch(() => {});
    connection.dispose();
    server.stdin.destroy();
    server.kill();
  }
}

async function problemsOf(connection, folder) {
  const problems = [];
  let refreshes = 0;
  connection.onRequest('workspace/diagnostic/refresh', () => {
    refreshes++;
  });
  connection.onNotification('window/logMessage', ({ type, message }) => {
    if (type === protocol.MessageType.Error) problems.push(`the language server logged: ${message}`);
  });
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'fixtures' }],
    capabilities,
  });
  await connection.sendNotification('initialized', {});
  for (const [file, code] of expected) {
    const path = join(folder, file);
    const uri = await open(connection, path);
    await execute(connection, 'tool', 'analyze_afd_ratio', { path });
    const { items } = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    const codes = items.map((item) => item.code);
    if (!codes.includes(code)) problems.push(`the language server has no ${code} in ${file} but ${codes.join(', ')}`);
    if (file === shown) problems.push(...(await problemsOfPanel(connection, uri)));
  }
  if (refreshes === 0) problems.push('the language server never asked its client to ask again');
  await connection.sendRequest('shutdown');
  return problems;
}

/** What is amiss with the strategies and the simulation of a file's deployment. */
async function problemsOfPanel(connection, uri) {
  const { strategies } = await execute(connection, 'strategies', uri, 0);
  const { sweep } = await execute(connection, 'simulate', uri, 0);
  return [
    ...(strategies.table?.rows.length > 1 ? [] : [`no table of strategies: ${strategies.headline}`]),
    ...(sweep.points?.length > 1 ? [] : [`no simulation: ${sweep.message}`]),
  ];
}

function execute(connection, command, ...args) {
  return connection.sendRequest('workspace/executeCommand', { command: `afdLens.server.${command}`, arguments: args });
}

async function open(connection, path) {
  const uri = pathToFileURL(path).href;
  const languageId = path.endsWith('.afd.yaml') ? 'afd-deployment' : 'yaml';
  const textDocument = { uri, languageId, version: 1, text: readFileSync(path, 'utf8') };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  return uri;
}
