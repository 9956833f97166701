// Times the language server beside yaml-language-server on the same manifests in one run, and prints both with their
// ratio. Run it twice before believing a difference. Usage: npm run bench [-- --runs 30]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { manyDocuments, oneDocument } from './generate-manifest.mjs';
import { LspSession } from './lsp-session.mjs';

const peer = 'yaml-language-server@1.25.0';
const peerMain = resolve('node_modules/.cache/bench/node_modules/yaml-language-server/bin/yaml-language-server');
const runs = Number(parseArgs({ options: { runs: { type: 'string', default: '30' } } }).values.runs);

if (!existsSync('dist/server.js')) execFileSync(process.execPath, ['tools/build.mjs'], { stdio: 'inherit' });
if (!existsSync(peerMain)) {
  mkdirSync('node_modules/.cache/bench', { recursive: true });
  writeFileSync('node_modules/.cache/bench/package.json', '{ "private": true }');
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--prefix', 'node_modules/.cache/bench', peer], {
    stdio: 'inherit',
  });
}

const folder = mkdtempSync(join(tmpdir(), 'afd-lens-bench-'));
const schema = pathToFileURL(resolve('schemas/afd-deployment.schema.json')).href;
const servers = [
  {
    name: 'afd-lens',
    command: [process.execPath, 'dist/server.js', '--stdio'],
    languageId: 'afd-deployment',
    configuration: {},
  },
  {
    name: peer,
    command: [process.execPath, peerMain, '--stdio'],
    languageId: 'yaml',
    configuration: {
      yaml: {
        validate: true,
        hover: true,
        completion: true,
        schemas: { [schema]: '*.afd.yaml' },
        schemaStore: { enable: false, url: '' },
        kubernetesCRDStore: { enable: false },
      },
      http: { proxy: '', proxyStrictSSL: false },
      editor: { tabSize: 2 },
    },
  },
];
const documents = [
  ['200 lines, 11 documents', manyDocuments(200)],
  ['2,000 lines, 105 documents', manyDocuments(2000)],
  ['2,000 lines, one document', oneDocument(2000)],
  ['20,000 lines, 1,053 documents', manyDocuments(20_000)],
];

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.floor(q * values.length))];

async function measure(server, text) {
  const uri = pathToFileURL(join(folder, 'bench.afd.yaml')).href;
  writeFileSync(join(folder, 'bench.afd.yaml'), text);
  const session = await LspSession.start({ ...server, uri });
  const result = { initialize: [session.initialize], 'open to diagnostics': [await session.open(text)] };
  const repeat = async (name, ask) => {
    for (let warm = 0; warm < 3; warm++) await ask();
    result[name] = [];
    for (let run = 0; run < runs; run++) result[name].push(await ask());
  };
  await repeat('keystroke to diagnostics', () => session.editToDiagnostics());
  let useful = 0;
  const request = (method, params) => async () => {
    const answer = await session.afterKeystroke(method, params);
    if (answer.useful) useful += 1;
    return answer.took;
  };
  await repeat('hover', async () => (await session.ask('textDocument/hover')).took);
  await repeat('hover after a keystroke', request('textDocument/hover'));
  await repeat('completion after a keystroke', request('textDocument/completion'));
  await repeat('code lens after a keystroke', request('textDocument/codeLens'));
  result.useful = useful / (3 * (runs + 3));
  result.memory = session.memory();
  await session.stop();
  return result;
}

const ms = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
for (const [label, text] of documents) {
  const [ours, theirs] = [await measure(servers[0], text), await measure(servers[1], text)];
  console.log(
    `\n| ${label} (p50 / p95 ms) | ${servers[0].name} | ${servers[1].name} | ratio of p50 |\n|---|---:|---:|---:|`,
  );
  for (const name of Object.keys(ours).filter((key) => Array.isArray(ours[key]))) {
    const cell = (values) =>
      values.length === 1 ? ms(values[0]) : `${ms(quantile(values, 0.5))} / ${ms(quantile(values, 0.95))}`;
    const ratio = quantile(theirs[name], 0.5) / quantile(ours[name], 0.5);
    console.log(`| ${name} | ${cell(ours[name])} | ${cell(theirs[name])} | ${ratio.toFixed(1)} |`);
  }
  console.log(
    `| answers with content | ${(ours.useful * 100).toFixed(0)} % | ${(theirs.useful * 100).toFixed(0)} % | |`,
  );
  if (ours.memory && theirs.memory)
    console.log(
      `| resident memory, MiB | ${ms(ours.memory)} | ${ms(theirs.memory)} | ${(theirs.memory / ours.memory).toFixed(1)} |`,
    );
}
console.log(
  '\nyaml-language-server waits 200 ms before it validates; that wait is part of what a user sees and of its times.',
);
rmSync(folder, { recursive: true });
console.log(`node ${process.version}, ${cpus()[0]?.model ?? process.arch}`);
