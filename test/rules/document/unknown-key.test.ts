import assert from 'node:assert/strict';
import { unknownKey } from '../../../server/src/rules/document/unknown-key';
import { deployment, findingsOf, fixed } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(unknownKey, {
  reports: [
    {
      title: 'an unknown key',
      text: deployment('{ workers: 4, batchsize: 256 }'),
      expected: ['warning', 'batchsize', 'Unknown key `batchsize` in `attention`; did you mean `batchSize`?'],
    },
    {
      title: 'a rule that nobody has, at its key',
      text: 'rules: { AFD100: off }\n',
      fileKind: 'configuration',
      expected: ['warning', 'AFD100', 'Unknown rule `AFD100`; did you mean `AFD101`?'],
    },
  ],
  silent: [
    {
      title: 'a key where any may stand',
      text: deployment('{ workers: 4, batchSize: 256 }').replace(
        'spec:',
        'metadata: { labels: { batchsize: large } }\nspec:',
      ),
    },
    {
      title: 'a wrong value, which AFD302 reports',
      text: deployment('{ workers: 0, batchSize: 256 }'),
    },
  ],
});

describe('unknown-key', () => {
  const fixes = (text: string) =>
    findingsOf(text)
      .filter(({ code }) => code === 'AFD303')
      .flatMap((finding) => finding.fixes.filter(({ suppression }) => !suppression));

  it('offers to rename a key to what was meant, in the same quotes', () => {
    for (const quotes of ['', '"', "'"]) {
      const key = (name: string) => deployment(`{ workers: 4, ${quotes}${name}${quotes}: 256 }`);
      const [fix, ...others] = fixes(key('batchsize'));
      assert.deepEqual([fix?.title, fix?.preferred, fix?.cosmetic, others], ['Rename to batchSize', true, false, []]);
      assert.equal(fixed(key('batchsize'), fix!), key('batchSize'));
    }
  });

  it('offers nothing for a key like which there is none', () => {
    assert.deepEqual(fixes(deployment('{ workers: 4, batchSize: 256, colour: red }')), []);
  });
});
