import { posix } from 'node:path';

/** Where the relative links of a rule's page start, in the package and in the repository. */
const pageFolder = 'docs/rules/';

/**
 * A page of the documentation as plain text for a terminal: headings underlined, code indented, tables and lists as they
 * are, links as `text <target>`.
 */
export function pageText(markdown: string): string {
  return markdown
    .split(/^```[^\n]*\n([\s\S]*?)^```$/m)
    .map((part, at) => (at % 2 === 1 ? indented(part) : prose(part)))
    .join('');
}

function indented(code: string): string {
  return code.trimEnd().replaceAll(/^(?=.)/gm, '    ');
}

/** Code spans are left as they are, but for their backquotes. */
function prose(markdown: string): string {
  return plain(markdown).replaceAll(/^(#+) (.*)$/gm, (_, level: string, title: string) => {
    return `${title}\n${(level === '#' ? '=' : '-').repeat(title.length)}`;
  });
}

/** A code span, a link whose text may hold code spans, or emphasis; whichever begins first. */
const span = /`(?<code>[^`]*)`|\[(?<text>(?:`[^`]*`|[^\]`])+)\]\((?<target>[^)]+)\)|\*+(?<stressed>[^*`]+)\*+/g;

function plain(markdown: string): string {
  return markdown.replaceAll(span, (...match) => {
    const { code, text, target, stressed } = match.at(-1) as Record<string, string | undefined>;
    return code ?? (text === undefined ? stressed! : `${plain(text)} <${absolute(target!)}>`);
  });
}

function absolute(target: string): string {
  return /^[a-z]+:/.test(target) ? target : posix.join(pageFolder, target);
}
