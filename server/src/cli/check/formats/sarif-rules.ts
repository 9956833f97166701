import type { ReportingDescriptor } from 'sarif';
import type { Severity } from '../../../rules/rule';
import type { FormatContext } from '../check-report';
import { ruleAddress, ruleFolderAddress } from './addresses';

/** GitHub takes no longer description. */
const longestDescription = 1024;

/** SARIF has no level below a note. */
export const sarifLevels = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const;

const problemSeverities: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
  hint: 'recommendation',
};

const groups: Readonly<Record<string, string>> = {
  '1': 'ratio',
  '2': 'workload',
  '3': 'manifest',
  '9': 'suppression',
};

/** A rule as SARIF describes it, with its page as help. */
export function sarifRule(
  { code, title, severity, page }: FormatContext['rules'][number],
  homepage: string,
): ReportingDescriptor {
  const group = groups[code.charAt(3)];
  return {
    id: code,
    shortDescription: { text: shortened(title) },
    fullDescription: { text: shortened(plain(firstSection(page)) || title) },
    help: { text: plain(page) || title, markdown: withAbsoluteLinks(page, homepage) || title },
    helpUri: ruleAddress(homepage, code),
    defaultConfiguration: { level: sarifLevels[severity] },
    properties: {
      tags: ['afd', ...(group ? [group] : [])],
      // What is predicted can be wrong; what is read from the files cannot.
      precision: group === 'ratio' ? 'high' : 'very-high',
      'problem.severity': problemSeverities[severity],
    },
  };
}

/** The text below the first heading of the second level, as far as the next one. */
function firstSection(page: string): string {
  return page.split(/^## .*$/m)[1] ?? '';
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/^#+ +/gm, '')
    .replaceAll(/\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replaceAll(/`/g, '')
    .trim();
}

/** The page's links to other files, from where the page lies to the whole address. */
function withAbsoluteLinks(page: string, homepage: string): string {
  return page.replaceAll(/\]\((?![a-z]+:|#)([^)\s]+)\)/g, (_, target: string) => {
    return `](${new URL(target, ruleFolderAddress(homepage)).href})`;
  });
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestDescription
    ? `${line.slice(0, longestDescription - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
    : line;
}
