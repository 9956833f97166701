import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { unusedSuppression } from '../../../server/src/rules/document/unused-suppression';
import { analyse, deployment, findingsOf, fixed } from '../../analysis/analysed';
import { styledManifests } from '../../analysis/manifest-styles';
import { good } from '../base-texts';
import { describeRule } from '../describe-rule';

/** Message, marked text and the text after the fix of every finding about suppressions. */
function reported(text: string): (readonly [string, string, string | undefined])[] {
  return findingsOf(text)
    .filter(({ code }) => code.startsWith('AFD9'))
    .map(({ message, start, end, fixes }) => [message, text.slice(start, end), fixes[0] && fixed(text, fixes[0])]);
}

const with_ = (comment: string) => deployment(`{ workers: 4, batchSize: 256 }${comment}`);
const above = (comment: string) => with_('').replace('  attention', `${comment}\n  attention`);

describeRule(unusedSuppression, {
  reports: [
    {
      title: 'an unused suppression',
      text: `# afd-lens: ignore AFD103\n${deployment(good)}`,
      expected: ['info', '# afd-lens: ignore AFD103', 'Unused suppression: `AFD103` is not reported here.'],
    },
  ],
  silent: [
    {
      title: 'a suppression that is needed',
      text: `# afd-lens: ignore AFD101\n${deployment('{ workers: 4, batchSize: 256 }')}`,
    },
  ],
});

describe('an unused suppression', () => {
  const cases: readonly [string, string, readonly (readonly [string, string, string | undefined])[]][] = [
    ['one that is used', with_(' # afd-lens: ignore AFD101 -- why'), []],
    [
      'behind a value',
      with_('   # afd-lens: ignore AFD103 -- why'),
      [['Unused suppression: `AFD103` is not reported here.', '# afd-lens: ignore AFD103 -- why', with_('')]],
    ],
    [
      'on a line of its own',
      above('  # afd-lens: ignore AFD103'),
      [['Unused suppression: `AFD103` is not reported here.', '# afd-lens: ignore AFD103', with_('')]],
    ],
    [
      'at the end of the file without a line break',
      `${with_('')}# afd-lens: ignore AFD103`,
      [['Unused suppression: `AFD103` is not reported here.', '# afd-lens: ignore AFD103', with_('')]],
    ],
    [
      'first of two codes',
      with_(' # afd-lens: ignore AFD103, AFD101 -- why'),
      [['Unused suppression: `AFD103` is not reported here.', 'AFD103', with_(' # afd-lens: ignore AFD101 -- why')]],
    ],
    [
      'all but one, neighbours among them',
      with_(' # afd-lens: ignore afd102, AFD103, afd101, AFD104, AFD105 -- why'),
      [
        [
          'Unused suppression: `AFD102`, `AFD103`, `AFD104`, `AFD105` are not reported here.',
          'afd102',
          with_(' # afd-lens: ignore afd101 -- why'),
        ],
      ],
    ],
    [
      'without codes',
      with_(' # afd-lens: ignore'),
      [
        [
          'A suppression must name the rules it is for: `# afd-lens: ignore AFD101 -- reason`.',
          '# afd-lens: ignore',
          undefined,
        ],
      ],
    ],
    [
      'an unknown code beside a used one',
      with_(' # afd-lens: ignore AFD101, FOO -- why'),
      [['Unknown rule `FOO`; codes look like `AFD101`.', 'FOO', undefined]],
    ],
    [
      'a misspelt code',
      with_(' # afd-lens: ignore AFD1O1'),
      [['Unknown rule `AFD1O1`; did you mean `AFD101`?', 'AFD1O1', undefined]],
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(`is reported and removed as it stands: ${title}`, () => assert.deepEqual(reported(text), expected));
  }

  it('is removed behind a byte order mark, which stays', () => {
    const [[, , after] = []] = reported(`\uFEFF# afd-lens: ignore AFD103\n${with_('')}`);
    assert.equal(after, `\uFEFF${with_('')}`);
  });

  it('has no effect, which an editor may show, and may be removed on save', () => {
    const [finding] = findingsIn(analyse(above('  # afd-lens: ignore AFD103'))).filter(({ code }) => code === 'AFD900');
    const [fix] = finding!.fixes();
    assert.deepEqual([finding!.unnecessary, fix!.preferred, fix!.cosmetic], [true, true, true]);
  });

  it('is not reported where the ratio could not be judged', () => {
    assert.deepEqual(reported(with_(' # afd-lens: ignore AFD103').replace(/ {2}workload.*\n/, '')), []);
    assert.deepEqual(reported(with_(' # afd-lens: ignore AFD103').replace('workers: 4', 'workers: {{ .x }}')), []);
  });

  it('is reported once in a file that a directive keeps whole', () => {
    const text = `%YAML 1.2\n---\n# afd-lens: ignore AFD103\n${with_('')}...\n---\n${with_('')}`;
    assert.equal(reported(text).length, 1);
  });

  it('leaves, once removed, the text as it was before it was added', () => {
    fc.assert(
      fc.property(styledManifests, fc.nat(), fc.boolean(), ({ text }, at, own) => {
        const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
        const ends = [...text.matchAll(/\r?\n/g)].map(({ index }) => index);
        const end = ends[at % ends.length]!;
        // A comment on an empty line is a line of its own and goes with it.
        fc.pre(own || /\S$/.test(text.slice(0, end)));
        const comment = '# afd-lens: ignore AFD310 -- never';
        const added = own
          ? `${text.slice(0, end)}${lineBreak}${comment}${text.slice(end)}`
          : `${text.slice(0, end)} ${comment}${text.slice(end)}`;
        for (const [, , after] of reported(added)) {
          assert.equal(after, text);
        }
      }),
      { numRuns: 60 },
    );
  });
});
