import assert from 'node:assert/strict';
import { ruleAddress } from '../../../../server/src/cli/check/formats/rule-address';

describe('the address of a rule', () => {
  const address = 'https://github.com/afd-lens/afd-lens/blob/main/docs/rules/AFD101.md';
  for (const homepage of ['#readme', '', '/', '?tab=readme#x'].map(
    (end) => `https://github.com/afd-lens/afd-lens${end}`,
  )) {
    it(`follows from ${homepage}`, () => assert.equal(ruleAddress(homepage, 'AFD101'), address));
  }
});
