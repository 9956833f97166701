// What holds of a dialect stands in its descriptor, which everything outside of server/src/manifest asks: a comparison with
// the name of one would be forgotten by the next.
import { withoutComments } from './imports.mjs';

/** The names in the table of dialects; none where it is not found. */
export function dialectNamesIn(source) {
  const [, table = ''] = /^export const dialects = \{\n(.*?)^\}/ms.exec(source) ?? [];
  return [...table.matchAll(/^ {2}'?([\w-]+)'?[:,]/gm)].map(([, name]) => name);
}

/** The descriptors in the table, as the code names them. */
export function descriptorsIn(source) {
  const [, table = ''] = /^export const dialects = \{\n(.*?)^\}/ms.exec(source) ?? [];
  return [...table.matchAll(/(\w+),$/gm)].map(([, name]) => name);
}

/**
 * What in code asks for a dialect by its name, if anything does: the name as text, pattern or key, a comparison, or the
 * name of a deployment's dialect taken out of it, whatever is done with it then. JSON that states it may.
 */
export function askedByName(code, names, descriptors) {
  const word = `(?:${names.join('|')})`;
  const ways = [
    `(?:'${word}'|"${word}"|\`${word}\`|(?<!\\w)'?${word}'?:|/[^/\\n ]*${word}[^/\\n ]*/[a-z]*[.,;)])`,
    '\\bdialect\\)? *[!=]=|[!=]== *(?:\\w+\\.)*dialect\\b|\\bswitch \\([^)]*\\bdialect\\)',
    '(?<!dialect: deployment)\\.dialect\\b|\\bLaunchDialect\\b|\\bdialects(?:\\.|\\[)|\\[[^\\]\\n]*\\bdialect\\]',
    // Taken out of a deployment: in a declaration, a loop or a parameter, nested or over several lines.
    '\\{(?:[^{}()=;]*,)?\\s*dialect(?:\\s*:[^{}()=;]*)?\\s*(?:,[^{}()=;]*)?\\}(?=[\\s}]*\\)?\\s*(?:=[^=]|:(?!\\s*dialectOf)|of\\b))',
    '\\bdialect\\?\\.\\w+\\(',
    // What an engine is called is for people.
    '\\bengine\\)?[!?]*(?: *[!=]==?(?!=| *(?:undefined|null)\\b)|\\??\\.(?:includes|startsWith|endsWith|match)\\()|[!=]== *(?:\\w+\\.)+engine\\b|\\.has\\([^;]*\\bengine\\)|\\bswitch \\([^{]*\\bengine\\)',
    `\\bimport \\{[^}]*\\b(?:${descriptors.join('|')})\\b[^}]*\\} from '[^']*dialects/`,
  ];
  return new RegExp(ways.join('|')).exec(withoutComments(code))?.[0];
}
