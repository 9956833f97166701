import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import type { OpenManifest } from '../../../server/src/language-server/open-manifest';
import type { OtherFiles } from '../../../server/src/language-server/other-files';
import { codeActions } from '../../../server/src/language-server/providers/code-action';
import { toDiagnostic } from '../../../server/src/language-server/providers/diagnostics';
import { type FileEdits, inFile } from '../../../server/src/text/text-range';
import { analyse, deployment, filesOf } from '../../analysis/analysed';

const text = deployment('{ workers: 4, batchSize: 256 }');
const uri = 'file:///srv/a.afd.yaml';
const other = TextDocument.create('file:///srv/b.sh', '', 0, 'A=4\nF=1\n');
const otherFile: OtherFiles = (path) => (path === '/srv/b.sh' ? { document: other, version: null } : undefined);
const change = { range: { start: { line: 0, character: 2 }, end: { line: 0, character: 3 } }, newText: '10' };

/** The manifest, in which every fix also edits another file and every finding has a place there. */
function manifestWith(elsewhere: readonly FileEdits[]): OpenManifest {
  const analysis = analyse(text);
  const documents = analysis.documents.map((document) => ({
    ...document,
    findings: document.findings.map((finding) => ({
      ...finding,
      related: [{ message: 'There too.', range: inFile({ start: 6, end: 7 }, 0), file: '/srv/b.sh' }],
      fixes: () => finding.fixes().map((fix) => ({ ...fix, elsewhere })),
    })),
  }));
  return {
    document: TextDocument.create(uri, 'yaml', 3, text),
    share: 'all',
    analysis: { ...analysis, documents },
    settings: defaultFileSettings,
    client: {} as OpenManifest['client'],
    base: { kind: 'folder', path: '/srv' },
    inputs: filesOf(),
  };
}

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

function actionsFor(oldText: string, versionedEdits: boolean) {
  const edits = [{ range: inFile({ start: 2, end: 3 }, 0), newText: '10', oldText }];
  const params = { textDocument: { uri }, range: whole, context: { diagnostics: [], only: ['quickfix'] } };
  const form = { rulePage: (code: string) => code, versionedEdits, otherFile };
  return codeActions(manifestWith([{ path: '/srv/b.sh', edits }]), params, form);
}

describe('code-action', () => {
  it('writes a fix over several files as one edit, with no version for a file that is not open', () => {
    const changes = actionsFor('4', true)[0]!.edit!.documentChanges!;
    assert.deepEqual(
      changes.map((each) => 'textDocument' in each && [each.textDocument.uri, each.textDocument.version]),
      [
        [uri, 3],
        [other.uri, null],
      ],
    );
    assert.ok('edits' in changes[1]!);
    assert.deepEqual(changes[1].edits, [change]);
  });

  it('writes it by addresses for a client without versions', () => {
    const { changes } = actionsFor('4', false)[0]!.edit!;
    assert.deepEqual(Object.keys(changes!), [uri, other.uri]);
    assert.deepEqual(changes![other.uri], [change]);
  });

  it('offers none of a fix whose other file says something else by now', () => {
    assert.deepEqual(actionsFor('5', true), []);
  });

  it('leads from a diagnostic to a place in another file', () => {
    const manifest = manifestWith([]);
    const [finding] = manifest.analysis.documents[0]!.findings;
    const ofFinding = (files: OtherFiles) => toDiagnostic(manifest, finding!, (code) => code, files).relatedInformation;
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } };
    assert.deepEqual(ofFinding(otherFile), [{ message: 'There too.', location: { uri: other.uri, range } }]);
    assert.equal(
      ofFinding(() => undefined),
      undefined,
    );
  });
});
