import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mostTextBytes } from '../../server/src/agent-tools/tool-text';
import { allRules } from '../../server/src/rules/catalogue';
import { structured, ToolRuns } from './tool-runs';

describe('explain_afd_rule', () => {
  let runs: ToolRuns;
  before(() => {
    runs = new ToolRuns();
  });
  after(() => runs.dispose());
  const explain = (code: unknown) => runs.run('explain_afd_rule', { code });

  it('gives the whole page of every rule', async () => {
    for (const { code, title, severity } of allRules) {
      const result = await explain(code);
      assert.deepEqual([result.isError, result.text], [false, readFileSync(`docs/rules/${code}.md`, 'utf8').trimEnd()]);
      assert.ok(Buffer.byteLength(result.text) <= mostTextBytes, code);
      assert.deepEqual(structured(result), { code, title, severity });
    }
  });

  it('does not mind small letters and blanks', async () => {
    assert.match((await explain(' afd103 ')).text, /^# AFD103: /);
  });

  for (const [title, code, expected] of [
    ['an unknown code', 'AFD999', /^There is no rule `AFD999`; there are AFD101, .*, AFD90\d\.$/],
    ['a path', '../../package.json', /^There is no rule `\.\.\/\.\.\/package\.json`; there are AFD101/],
    ['no text', 101, /^`code` must be a text that is not empty\.$/],
    ['nothing', undefined, /^Give `code`: like AFD101\.$/],
  ] as const) {
    it(`says what is wrong: ${title}`, async () => {
      const { text, isError } = await explain(code);
      assert.equal(isError, true);
      assert.match(text, expected);
    });
  }
});
