import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { shareOfDocument } from '../../server/src/language-server/our-documents';

const other = 'apiVersion: v1\nkind: ConfigMap\n';
const own = 'apiVersion: afd-lens/v1\nkind: AFDDeployment\n';
const shareOf = (uri: string, languageId: string, text: string) =>
  shareOfDocument(TextDocument.create(uri, languageId, 1, text));

describe('which documents are ours', () => {
  for (const [uri, languageId] of [
    ['untitled:Untitled-1', 'afd-deployment'],
    ['file:///w/notes.txt', 'afd-deployment'],
    ['file:///w/chat.afd.yaml', 'yaml'],
    ['file:///w/chat.AFD.YML', 'yaml'],
    ['file:///w/a%20b/afd.yaml', 'plaintext'],
    ['file:///c%3A/w/afd.yml', 'helm'],
    ['file:///w/afd-lens.config.yaml', 'yaml'],
    ['git:/w/chat.afd.yaml?%7B%22ref%22%3A%22HEAD%22%7D', 'yaml'],
  ] as const) {
    it(`all of ${uri} in ${languageId}, whatever it holds`, () => assert.equal(shareOf(uri, languageId, ''), 'all'));
  }

  for (const [what, text] of [
    ['a manifest', own],
    ['a manifest among others', `${other}---\r\n${own}`],
    ['a quoted key and value', '"apiVersion" : "afd-lens/v1"\n'],
    ['a flow map', '{ apiVersion: afd-lens/v1, kind: LatencyProfile }\n'],
    ['a byte order mark', `\uFEFF${own}`],
    ['a template around it', `{{- if .Values.afd }}\n${own}{{- end }}\n`],
    ['a later version', 'apiVersion: afd-lens/v7\n'],
  ] as const) {
    it(`what other YAML declares: ${what}`, () => {
      assert.equal(shareOf('file:///w/chat.yaml', 'yaml', text), 'declared');
      assert.equal(shareOf('untitled:1', 'yaml', text), 'declared');
      assert.equal(shareOf('file:///w/chat.yml', 'anything', text), 'declared');
    });
  }

  for (const [what, uri, languageId, text] of [
    ['other YAML', 'file:///w/chat.yaml', 'yaml', other],
    ['a manifest inside a value', 'file:///w/chat.yaml', 'yaml', `${other}data:\n  afd: |\n    ${own}`],
    ['a comment', 'file:///w/chat.yaml', 'yaml', `${other}# apiVersion: afd-lens/v1\n`],
    ['another group of like name', 'file:///w/chat.yaml', 'yaml', 'apiVersion: afd-lens.example.com/v1\n'],
    ['other languages', 'file:///w/chat.md', 'markdown', own],
    ['a name that only ends alike', 'file:///w/myafd.yaml', 'yaml', other],
  ] as const) {
    it(`nothing of ${what}`, () => assert.equal(shareOf(uri, languageId, text), undefined));
  }
});
