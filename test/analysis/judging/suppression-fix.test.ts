import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fix } from '../../../server/src/rules/rule';
import { deployment, findingsOf, fixed, type Located } from '../analysed';
import { styledManifests } from '../manifest-styles';

const isSuppression = ({ title }: Fix) => title.startsWith('Ignore ');
const short = ({ code, message, suppressed }: Located) => `${code} ${suppressed ? 'suppressed' : 'open'} ${message}`;

/** The text after the suppression fix of its first finding of a code. */
function suppressed(text: string, wanted: string): string {
  const fix = findingsOf(text)
    .find(({ code }) => code === wanted)
    ?.fixes.find(isSuppression);
  assert.ok(fix, 'no suppression is offered');
  return fixed(text, fix);
}

describe('the fix that suppresses a finding', () => {
  it('adds one comment, suppresses it and changes nothing else, in every style', () => {
    let seen = 0;
    fc.assert(
      fc.property(styledManifests, ({ text }) => {
        const before = findingsOf(text);
        before.forEach((finding, index) => {
          const fix = finding.fixes.find(isSuppression);
          assert.ok(fix, `none for ${finding.code} in\n${text}`);
          seen++;
          const edited = fixed(text, fix);
          const [edit] = fix.edits;
          assert.equal(fix.edits.length, 1);
          assert.equal(edit!.range.start, edit!.range.end);
          assert.match(edit!.newText, /^[ \t]*# afd-lens: ignore AFD\d+ -- intended(?:\r?\n)?$/);
          const after = findingsOf(edited);
          assert.deepEqual(after[index]!.suppressed, { by: 'comment', reason: 'intended' } as const, edited);
          const expected = before.map((other, at) =>
            at === index ? { ...other, suppressed: { by: 'comment', reason: 'intended' } as const } : other,
          );
          assert.deepEqual(after.map(short), expected.map(short), edited);
        });
      }),
      { numRuns: 30 },
    );
    assert.ok(seen > 30);
  });

  const body = deployment('{ workers: 4, batchSize: 256 }');
  const comment = '# afd-lens: ignore AFD101 -- intended';
  const places: readonly [string, string, string][] = [
    ['above its line, indented alike', body, body.replace('  attention', `  ${comment}\n  attention`)],
    [
      'with the line breaks of the file',
      body.replaceAll('\n', '\r\n'),
      body.replace('  attention', `  ${comment}\n  attention`).replaceAll('\n', '\r\n'),
    ],
    [
      'behind a line that is the whole document',
      `--- { apiVersion: afd-lens/v1, kind: AFDDeployment, spec: { ${body.split('\n').slice(3, 7).join(',')} } }\n`,
      `--- { apiVersion: afd-lens/v1, kind: AFDDeployment, spec: { ${body.split('\n').slice(3, 7).join(',')} } } ${comment}\n`,
    ],
  ];
  for (const [title, text, expected] of places) {
    it(`puts its comment ${title}`, () => {
      assert.equal(suppressed(text, 'AFD101'), expected);
      assert.ok(findingsOf(expected).find(({ code }) => code === 'AFD101')?.suppressed);
    });
  }

  it('covers one line, not the document, where the finding is on the first line', () => {
    const text =
      'kind: AFDDeployment\napiVersion: afd-lens/v1\nspec: { attention: { workers: 1 }, ffn: { workers: 1 } }\nx: 1\nspek: 1\n';
    const [first] = findingsOf(text);
    const edited = suppressed(text, first!.code);
    assert.equal(
      findingsOf(edited).filter((finding) => finding.suppressed && finding.start > edited.indexOf('spek')).length,
      0,
    );
  });

  it('is not offered for errors', () => {
    const finding = findingsOf(deployment('{ workers: 0, batchSize: 256 }')).find(({ code }) => code === 'AFD302');
    assert.deepEqual(finding?.fixes, []);
  });
});
