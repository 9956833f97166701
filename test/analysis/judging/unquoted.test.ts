import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { Analyzer } from '../../../server/src/analysis/analyze';
import type { OurShare } from '../../../server/src/analysis/our-share';
import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import { manifestSizeLimit } from '../../../server/src/rules/document/file-too-large';
import { filesOf, now } from '../analysed';

const secret = 'hunter2';

function findings(text: string, share: OurShare) {
  const analyzer = new Analyzer((message) => assert.fail(message));
  return findingsIn(analyzer.analyze(text, filesOf(), defaultFileSettings, now, share), true);
}

describe('findings about a text that nothing shows to be ours', () => {
  const texts: readonly [string, string][] = [
    ['AFD301', `a: "\\${secret}"\n`],
    ['AFD301', `a: *${secret}\n`],
    ['AFD302', `kind: ${secret}\n`],
    ['AFD302', `${secret}: 1\n`],
    ['AFD303', `kind: Device\n${secret}: 1\n`],
    ['AFD307', `${secret}: 1\n${secret}: 2\n`],
    ['AFD308', `a: &${secret}\n  b: *${secret}\n`],
    ['AFD901', `# afd-lens: ignore ${secret}\na: 1\n`],
  ];
  for (const [code, text] of texts) {
    it(`are as many, without its words: ${code}`, () => {
      const [all, unquoted] = [findings(text, 'all'), findings(text, 'unrecognised')];
      const places = (found: typeof all) => found.map((finding) => [finding.code, finding.severity, finding.range]);
      assert.deepEqual(places(unquoted), places(all));
      assert.ok(
        all.some((finding) => finding.code === code),
        JSON.stringify(all),
      );
      for (const finding of unquoted) {
        assert.doesNotMatch(JSON.stringify(finding), new RegExp(secret, 'i'));
        assert.match(finding.message, /^[A-Z].*\.$/);
        assert.deepEqual(finding.fixes(), []);
      }
    });
  }

  it('say how large it is', () => {
    const text = ' '.repeat(manifestSizeLimit + 1);
    assert.deepEqual(findings(text, 'unrecognised')[0]?.message, findings(text, 'all')[0]?.message);
  });
});
