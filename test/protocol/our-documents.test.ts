// Also tests: language-server/edited-buffers
import assert from 'node:assert/strict';
import { foreignLanguages, kindOfText, languageId, shareOfText } from '../../server/src/protocol/our-documents';

const own = 'apiVersion: afd-lens/v1\nkind: AFDDeployment\n';
const unread = (): string => assert.fail('the text is not needed');

describe('documents as client and server see them', () => {
  it('are ours by language or name, whatever the text', () => {
    assert.equal(shareOfText({ path: '/w/notes.txt', languageId, getText: unread }), 'all');
    assert.equal(shareOfText({ path: '/w/chat.afd.yaml', languageId: 'plaintext', getText: unread }), 'all');
    assert.equal(shareOfText({ path: '/w/notes.md', languageId: 'markdown', getText: unread }), undefined);
  });

  for (const language of foreignLanguages) {
    it(`are looked into where the client sends them for their text: ${language}`, () => {
      const shareOf = (text: string) => shareOfText({ path: 'Untitled-1', languageId: language, getText: () => text });
      assert.deepEqual([shareOf(own), shareOf('apiVersion: v1\n')], ['declared', undefined]);
    });
  }

  it('are scripts by their language, else what their name says', () => {
    assert.equal(kindOfText({ path: '/w/run', languageId: 'shellscript' }), 'script');
    assert.equal(kindOfText({ path: '/w/run.sh', languageId: 'plaintext' }), 'script');
    assert.equal(kindOfText({ path: '/w/afd-lens.config.yaml', languageId }), 'configuration');
    assert.equal(kindOfText({ path: '/w/chat.yaml', languageId: 'yaml' }), 'manifest');
  });
});
