import assert from 'node:assert/strict';
import { allRules, ruleCodes } from '../../server/src/rules/catalogue';
import { findingsOf } from '../analysis/analysed';
import { configurationCases } from './configuration-cases';
import { referenceCases } from './reference-cases';
import { sizingCases } from './sizing-cases';

const cases = [...sizingCases, ...referenceCases, ...configurationCases];

describe('the rules', () => {
  for (const { code, title, text, inputs, settings, fileKind, expected } of cases) {
    it(`${code} ${expected ? 'reports' : 'says nothing of'} ${title}`, () => {
      const findings = findingsOf(text, inputs, settings, fileKind).filter((finding) => finding.code === code);
      if (!expected)
        return assert.deepEqual(
          findings.map(({ message }) => message),
          [],
        );
      const [first] = findings;
      assert.ok(first, 'silent');
      const [severity, at, message] = expected;
      assert.deepEqual([first.severity, text.slice(first.start, first.end)], [severity, at]);
      assert.equal(first.message, message);
      assert.ok(first.message.length <= 120, `${first.message.length} characters`);
    });
  }

  it('all have a case here that reports, a code of their own and a title', () => {
    const reporting = new Set(cases.filter(({ expected }) => expected).map(({ code }) => code));
    assert.deepEqual(
      ruleCodes.filter((code) => !reporting.has(code)),
      [],
    );
    assert.equal(new Set(ruleCodes).size, ruleCodes.length);
    for (const { code, title } of allRules) {
      assert.match(code, /^AFD[1-69]\d\d$/);
      assert.match(title, /^[A-Z][^.\n]*$/);
    }
  });
});
