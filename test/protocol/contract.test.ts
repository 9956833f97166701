import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic, Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { type Analysis, findingsIn } from '../../server/src/analysis/analysis';
import { InputStore } from '../../server/src/analysis/input-store';
import { isOurName } from '../../server/src/analysis/our-share';
import { ProjectFileStore } from '../../server/src/analysis/project-files';
import { Studies } from '../../server/src/analysis/studies';
import type { CheckReportDocument, Finding } from '../../server/src/generated/check-report';
import { documentSettings } from '../../server/src/language-server/document-settings';
import { Manifests } from '../../server/src/language-server/manifests';
import { shareOfDocument } from '../../server/src/language-server/our-documents';
import { toSettings } from '../../server/src/language-server/settings';
import { lspSeverity, toLspRange } from '../../server/src/language-server/to-lsp';
import { ruleCodes } from '../../server/src/rules/catalogue';
import { manifestSizeLimit } from '../../server/src/rules/document/file-too-large';
import { TraceLoader } from '../../server/src/workload/trace-loader';
import { runProgram } from '../cli/run-program';
import { attentionLaunch } from './launch-manifests';
import { fullCapabilities, ProtocolClient } from './protocol-client';

const fixtures = resolve('test/fixtures/contract');
const launches = resolve('test/fixtures/launches');

/** What both must agree on. */
interface Said {
  readonly code: string;
  readonly severity: number;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly (readonly [string, Range])[];
}

const isChecked = /\.(?:ya?ml|sh)$/;

/** What of the tree is found, configured, suppressed or paired by the paths of files. */
const whereNamesMatter = [
  ...['afd-lens.config.yaml', 'afd-lens.baseline.json', 'traces', 'baseline', 'data', 'mixed', 'nested', 'prod'],
  ...['styles', 'suppressions', 'launches/AFD406', 'launches/apart', 'launches/suppressed'],
];

/** Settings of an editor that all lose against the configuration at the root. */
const losingSettings = {
  minTraceRequests: 1,
  maxTraceAgeDays: 10_000,
  rules: { AFD304: 'off', AFD203: 'error' },
};

/** The tree in a client's workspace, with what cannot be in a repository. */
function unpack(client: ProtocolClient): readonly string[] {
  cpSync(fixtures, client.folder, { recursive: true });
  cpSync(launches, join(client.folder, 'launches'), { recursive: true });
  client.write('large.afd.yaml', `kind: AFDDeployment\n#${' '.repeat(manifestSizeLimit)}\n`);
  for (const code of ruleCodes.filter((each) => each.startsWith('AFD4'))) {
    // A project each, so that no launch is taken for a part of another example's deployment.
    client.write(`rule-pages/${code}/afd-lens.config.yaml`, '{}\n');
    const { kind, text } = exampleOf(code);
    client.write(`rule-pages/${code}/example.${kind}`, text);
  }
  for (const trace of readdirSync(join(client.folder, 'traces'))) {
    const days = trace === 'old.csv' ? 45 : 1;
    const time = Date.now() / 1000 - days * 86_400;
    utimesSync(join(client.folder, 'traces', trace), time, time);
  }
  return readdirSync(client.folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => isChecked.test(name))
    .sort();
}

/** The example on the page of a rule. */
function exampleOf(code: string): { readonly kind: string; readonly text: string } {
  const page = readFileSync(`docs/rules/${code}.md`, 'utf8');
  const [, kind = '', text = ''] = /^## Example$.*?^```(sh|yaml)\n(.*?)^```$/ms.exec(page) ?? [];
  return { kind, text };
}
const languageOf = (file: string) =>
  isOurName(file) ? 'afd-deployment' : file.endsWith('.sh') ? 'shellscript' : 'yaml';

/** A file's text as an editor sends it: without the byte order mark. */
const editorText = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '');

const toRange = (at: { line: number; column: number; endLine: number; endColumn: number }): Range => ({
  start: { line: at.line - 1, character: at.column - 1 },
  end: { line: at.endLine - 1, character: at.endColumn - 1 },
});

function saidByCommandLine({ code, severity, message, related, ...places }: Finding): Said {
  return {
    code,
    severity: lspSeverity[severity],
    message,
    range: toRange(places),
    related: related.map((place) => [place.message, toRange(place)] as const),
  };
}

function saidByServer(uri: string, diagnostic: Diagnostic): Said {
  const { code, severity, message, range, relatedInformation = [] } = diagnostic;
  return {
    code: String(code),
    severity: severity!,
    message: typeof message === 'string' ? message : '',
    range,
    // The command line says only what is in the finding's own file.
    related: relatedInformation
      .filter(({ location }) => location.uri === uri)
      .map((related) => [related.message, related.location.range] as const),
  };
}

/** In one order, as neither promises another. */
function sorted<Item>(items: readonly Item[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

describe('the contract of editor and command line', () => {
  let client: ProtocolClient;
  let files: readonly string[] = [];
  let report: CheckReportDocument;
  let folder = '';
  let errors = '';
  before(async () => {
    client = await ProtocolClient.start(fullCapabilities, losingSettings);
    folder = realpathSync(client.folder);
    files = unpack(client);
    const { status, out, error } = runProgram(['check', '--format', 'json', '--show-suppressed', '.'], { cwd: folder });
    errors = error;
    assert.equal(status, 2, 'the nested configuration has mistakes');
    report = JSON.parse(out);
  });
  after(() => client.stop());

  const foundIn = (file: string, suppressed: boolean): readonly Finding[] =>
    report.findings.filter((finding) => finding.file === file && (finding.suppressed !== null) === suppressed);

  it('is about everything there is', () => {
    assert.ok(files.length > 75, `${files.length} files`);
    const said = new Set(report.findings.map(({ code }) => code));
    assert.deepEqual(
      ruleCodes.filter((code) => !said.has(code)),
      // No file brings that about, only AFD Lens itself where it fails: failures.test.ts.
      ['AFD615'],
    );
    const counts = (key: (finding: Finding) => string | undefined) => {
      const by = new Map<string | undefined, number>();
      for (const finding of report.findings) by.set(key(finding), (by.get(key(finding)) ?? 0) + 1);
      return by;
    };
    for (const severity of ['error', 'warning', 'info', 'hint']) {
      assert.ok(counts((finding) => finding.severity).get(severity)! >= 3, severity);
    }
    for (const [by, least] of [
      ['comment', 12],
      ['ignores', 3],
      ['baseline', 6],
    ] as const) {
      assert.ok(counts((finding) => finding.suppressed?.by).get(by)! >= least, by);
    }
    const { evaluated, partial, notEvaluated } = report.summary.deployments;
    assert.ok(Math.min(evaluated, partial, notEvaluated) >= 4);
    assert.deepEqual(foundIn('mixed/pod.yaml', false), []);
    assert.ok(!report.files.some(({ file }) => file === 'mixed/pod.yaml'));
    // Only the third of its four documents is ours.
    assert.deepEqual(
      foundIn('mixed/values.yaml', false).map(({ line }) => line),
      [18, 20],
    );
    assert.ok(!report.files.some(({ file }) => file.startsWith('launches/none/')));
    const suppressedLaunches = report.findings.filter(({ code, suppressed }) => /^AFD4/.test(code) && suppressed);
    assert.deepEqual(
      [...new Set(suppressedLaunches.map(({ file, suppressed }) => `${suppressed!.by} in ${file}`))].sort(),
      [
        'baseline in launches/suppressed/baselined.yaml',
        'comment in launches/suppressed/key.yaml',
        'comment in launches/suppressed/script.sh',
        'comment in launches/suppressed/top.yaml',
        'ignores in launches/suppressed/ignored.sh',
      ],
    );
  });

  it('holds over the protocol for every file: code, place, severity, message, and nothing of what is suppressed', async () => {
    let compared = 0;
    // As long as it is open, what was found in the other files is remembered.
    await client.open('open.yaml', attentionLaunch(), 'yaml');
    for (const file of files) {
      const uri = await client.open(file, editorText(folder, file), languageOf(file));
      // The editor's settings are weaker than those of the root only where these say something.
      if (!file.startsWith('nested/')) {
        const expected = sorted(foundIn(file, false).map(saidByCommandLine));
        const shown = (await client.wholeDiagnostics(uri)).map((diagnostic) => saidByServer(uri, diagnostic));
        assert.deepEqual(sorted(shown), expected, file);
        compared += expected.length;
      }
      await client.close(uri);
    }
    assert.ok(compared > 240, `${compared} findings`);
    assert.deepEqual(client.logged, []);
    // The same settings do count where no configuration says otherwise.
    const interval = editorText(folder, 'data/interval.afd.yaml').replace('spec:', 'spec:\n  latencyProfile: none');
    const alone = await client.open('vscode-vfs://github/a/b/interval.afd.yaml', interval);
    assert.deepEqual(
      (await client.diagnostics(alone)).map(({ code, severity }) => `${code} ${severity}`),
      ['AFD203 1'],
    );
  });

  it('holds under a configuration with mistakes, and for the configuration itself', async () => {
    const plain = await ProtocolClient.start();
    unpack(plain);
    let compared = 0;
    for (const file of files.filter((name) => name.startsWith('nested/'))) {
      const uri = await plain.open(file, editorText(folder, file), 'yaml');
      const shown = (await plain.wholeDiagnostics(uri)).map((diagnostic) => saidByServer(uri, diagnostic));
      assert.deepEqual(sorted(shown), sorted(foundIn(file, false).map(saidByCommandLine)), file);
      compared += shown.length;
    }
    await plain.stop();
    assert.ok(compared >= 9, `${compared} findings`);
  });

  it('holds for what is suppressed, by what and why', async () => {
    const studies = new Studies({ workerPath: undefined, log: (message) => assert.fail(message) });
    const store = new InputStore({ loader: new TraceLoader({ workerPath: undefined }), studies });
    const manifests = new Manifests(store, (message) => assert.fail(message));
    const projects = new ProjectFileStore();
    let compared = 0;
    for (const file of files) {
      const path = join(folder, file);
      const uri = URI.file(path).toString();
      const document = TextDocument.create(uri, languageOf(file), 1, editorText(folder, file));
      if (shareOfDocument(document) === undefined) continue;
      const project = await projects.find(dirname(path));
      manifests.configure(document, documentSettings(uri, dirname(path), toSettings({}), project));
      const isSettled = ({ loading, computing }: Analysis): boolean => !loading && !computing;
      while (!isSettled(manifests.open(document).analysis)) {
        await store.settled();
        manifests.forgetInputs();
      }
      const suppressed = findingsIn(manifests.open(document).analysis, true).flatMap((finding) => {
        const { code, message, range, suppressed: by } = finding;
        return by ? [{ code, message, by: by.by, reason: by.reason ?? null, range: toLspRange(document, range) }] : [];
      });
      const listed = foundIn(file, true).map(({ code, message, suppressed: by, ...places }) => {
        return { code, message, by: by!.by, reason: by!.reason, range: toRange(places) };
      });
      assert.deepEqual(sorted(suppressed), sorted(listed), file);
      compared += listed.length;
    }
    store.dispose();
    studies.dispose();
    assert.ok(compared >= 24, `${compared} findings`);
  });

  it('does not depend on how the files are named to the command line', () => {
    const some = realpathSync(mkdtempSync(join(tmpdir(), 'afd-lens-named-')));
    try {
      for (const path of whereNamesMatter) cpSync(join(folder, path), join(some, path), { recursive: true });
      const findings = (paths: readonly string[], cwd = some) => {
        const { findings: all } = JSON.parse(runProgram(['check', '--format', 'json', ...paths], { cwd }).out);
        return (all as CheckReportDocument['findings']).map(
          ({ code, severity, line, column, message, suppressed, fingerprint }) =>
            [code, severity, line, column, message, suppressed, fingerprint] as const,
        );
      };
      const all = findings(['.']);
      const expected = sorted(all);
      const by = new Set(all.map(([, , , , , suppressed]) => suppressed?.by));
      assert.ok(all.length > 90 && by.size === 4, `${all.length} findings, suppressed by ${[...by]}`);
      const each = readdirSync(some, { recursive: true, encoding: 'utf8' }).filter((name) => isChecked.test(name));
      const others = [['.', 'mixed/values.yaml'], [some], each.map((file) => `./${file}`), ['**/*.{yaml,yml,sh}']];
      for (const paths of others) assert.deepEqual(sorted(findings(paths)), expected, String(paths));
      assert.deepEqual(sorted(findings([some], dirname(some))), expected, 'from elsewhere');
    } finally {
      rmSync(some, { recursive: true, force: true });
    }
  });

  it('says which entries of the baseline nothing needs', () => {
    assert.match(errors, /^afd-lens: 2 entries of the baseline are no longer needed; run afd-lens baseline prune$/m);
  });
});
