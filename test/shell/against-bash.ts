import { execFileSync } from 'node:child_process';
import { readScript } from '../../server/src/shell/read-script';
import { verbatimText } from '../../server/src/text/mapped-text';

/** What the snippet's `show` commands get as arguments when bash runs it. Only for snippets that a test writes itself. */
export function shownByBash(
  snippet: string,
  environment: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  const prelude = `show() { printf '%s\\0' "$@" $'\\001'; }\n`;
  const output = execFileSync('bash', ['--norc', '-c', prelude + snippet], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...environment },
  });
  const shown: string[][] = [[]];
  for (const word of output.split('\0').slice(0, -1)) {
    if (word === '\x01') shown.push([]);
    else shown.at(-1)!.push(word);
  }
  return shown.slice(0, -1);
}

/** The same, read without running anything. */
export function shownByReading(
  snippet: string,
  environment: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  const given = new Map(Object.entries(environment).map(([name, text]) => [name, verbatimText(text, 100_000)]));
  const { commands } = readScript(verbatimText(snippet, 0), given);
  return commands
    .filter(({ words }) => words[0]!.text === 'show')
    .map(({ words }) => words.slice(1).map(({ text }) => text));
}
