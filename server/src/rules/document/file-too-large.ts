import { formatCount } from '../../text/format';
import { type Finding, finding, type Rule } from '../rule';

/** Characters of a manifest that is still analysed; 20,000 ordinary lines have half a million. */
export const manifestSizeLimit = 1_000_000;

/** Checked on the whole file, before it is cut into documents. */
export const fileTooLarge: Omit<Rule, 'check'> & { checkText(text: string): readonly Finding[] } = {
  code: 'AFD309',
  title: 'File too large',
  severity: 'warning',
  checkText(text) {
    if (text.length <= manifestSizeLimit) return [];
    const message = `Not analysed: the file has ${formatCount(text.length)} characters, the most read are ${formatCount(manifestSizeLimit)}; split it.`;
    return [finding(fileTooLarge, { start: 0, end: Math.min(1, text.length) }, message)];
  },
};
