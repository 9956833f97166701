import assert from 'node:assert/strict';
import type { FileKind } from '../../server/src/configuration/configuration';
import type { FileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs } from '../../server/src/evaluation/inputs';
import type { Rule } from '../../server/src/rules/rule';
import { findingsOf } from '../analysis/analysed';

/** A text, and what else it is analysed with. */
export interface RuleCase {
  /** What the text is about, behind "reports" or "says nothing of". */
  readonly title: string;
  readonly text: string;
  readonly inputs?: Inputs;
  readonly settings?: FileSettings;
  readonly fileKind?: FileKind;
}

/** A case in which a rule reports: severity, text at the range, and message of its first finding. */
export interface ReportingCase extends RuleCase {
  readonly expected: readonly [severity: string, at: string, message: string];
}

/** What every rule is held to: cases in which it reports, and cases in which it is silent. */
interface RuleCases {
  readonly reports: readonly [ReportingCase, ...ReportingCase[]];
  readonly silent: readonly [RuleCase, ...RuleCase[]];
}

/** Declares the tests of one rule, over whole texts as an editor or the command line gives them. */
export function describeRule({ code }: Pick<Rule, 'code'>, { reports, silent }: RuleCases): void {
  const found = ({ text, inputs, settings, fileKind }: RuleCase) =>
    findingsOf(text, inputs, settings, fileKind).filter((finding) => finding.code === code);

  describe(code, () => {
    for (const { expected, ...each } of reports) {
      it(`reports ${each.title}`, () => {
        const [first] = found(each);
        assert.ok(first, 'silent');
        const { severity, start, end, message } = first;
        assert.deepEqual([severity, each.text.slice(start, end), message], expected);
        assert.ok(message.length <= 120, `${message.length} characters`);
      });
    }

    for (const each of silent) {
      it(`says nothing of ${each.title}`, () =>
        assert.deepEqual(
          found(each).map(({ message }) => message),
          [],
        ));
    }
  });
}
