import assert from 'node:assert/strict';
import { schemaViolation } from '../../../server/src/rules/document/schema-violation';
import { deployment, findingsOf, fixed } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(schemaViolation, {
  reports: [
    {
      title: 'a wrong value',
      text: deployment('{ workers: 0, batchSize: 256 }'),
      expected: ['error', '0', '`workers` is 0; it must be a whole number of at least 1.'],
    },
    {
      title: 'a second document of a configuration',
      text: 'rules: {}\n---\nlatencyProfile: none\n',
      fileKind: 'configuration',
      expected: ['error', 'latencyProfile', 'A configuration is one document; this further one does not count.'],
    },
  ],
  silent: [
    {
      title: 'not in a broken text',
      text: `${deployment('{ workers: 0, batchSize: 256 }')}  x\n`,
    },
    {
      title: 'an unknown key, which AFD303 reports',
      text: deployment('{ workers: 4, batchsize: 256 }'),
    },
  ],
});

describe('schema-violation', () => {
  const fixes = (text: string) =>
    findingsOf(text)
      .filter(({ code }) => code === 'AFD302')
      .flatMap((finding) => finding.fixes.filter(({ suppression }) => !suppression));

  it('offers the word that was meant, as the preferred fix', () => {
    const text = deployment('{ workers: 4, batchSize: 256 }');
    const [fix, ...others] = fixes(text.replace('geometric', 'geometri'));
    assert.deepEqual([fix?.title, fix?.preferred, fix?.cosmetic, others], ['Change to geometric', true, false, []]);
    assert.equal(fixed(text.replace('geometric', 'geometri'), fix!), text);
  });

  it('offers nothing for a value like which there is none', () => {
    assert.deepEqual(fixes(deployment('{ workers: 0, batchSize: 256 }')), []);
  });
});
