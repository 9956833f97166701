import { type MappedText, sliceText } from '../text/mapped-text';

/** A program that runs the program behind it. */
interface Wrapper {
  /** Its options that take the next word as their value. */
  readonly valued: readonly string[];
  /** How many words of its own stand before the program. */
  readonly words?: number;
  /** Whether `NAME=value` may stand before the program. */
  readonly assigns?: boolean;
}

const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['chrt', { valued: [], words: 1 }],
  ['command', { valued: [] }],
  ['env', { valued: ['-u', '--unset', '-C', '--chdir'], assigns: true }],
  ['exec', { valued: ['-a'] }],
  ['ionice', { valued: ['-c', '-n'] }],
  ['nice', { valued: ['-n', '--adjustment'] }],
  ['nohup', { valued: [] }],
  [
    'numactl',
    {
      valued: [
        '-C',
        '-N',
        '-m',
        '-p',
        '-i',
        '--physcpubind',
        '--cpunodebind',
        '--membind',
        '--interleave',
        '--preferred',
      ],
    },
  ],
  ['setsid', { valued: [] }],
  ['stdbuf', { valued: ['-i', '-o', '-e'] }],
  ['sudo', { valued: ['-u', '-g', '--user', '--group'], assigns: true }],
  ['taskset', { valued: [], words: 1 }],
  ['time', { valued: [] }],
  ['timeout', { valued: ['-s', '-k', '--signal', '--kill-after'], words: 1 }],
]);

/** The words of a program and what programs in front of it set in its environment. */
export interface ProgramWords {
  readonly words: readonly MappedText[];
  readonly assignments: readonly (readonly [name: string, value: MappedText])[];
}

/** The words from the program on that in the end runs: of `nohup env X=1 vllm serve`, `vllm serve` and X. */
export function programWords(words: readonly MappedText[]): ProgramWords {
  const assignments: (readonly [string, MappedText])[] = [];
  let at = 0;
  for (let wrapper = wrapperAt(words, at); wrapper; wrapper = wrapperAt(words, at)) {
    let next = at + 1;
    let own = wrapper.words ?? 0;
    for (; next < words.length; next++) {
      const word = words[next]!;
      const assigned = wrapper.assigns ? /^([A-Za-z_]\w*)=/.exec(word.text) : null;
      if (word.text === '--') continue;
      if (assigned) assignments.push([assigned[1]!, sliceText(word, assigned[0].length)]);
      else if (word.text.startsWith('-')) next += wrapper.valued.includes(word.text) ? 1 : 0;
      else if (own > 0) own--;
      else break;
    }
    if (next >= words.length) break;
    at = next;
  }
  return { words: words.slice(at), assignments };
}

/** The last part of the path of a program. */
export function programName(words: readonly MappedText[]): string {
  return words[0]?.text.replace(/^.*\//s, '') ?? '';
}

function wrapperAt(words: readonly MappedText[], at: number): Wrapper | undefined {
  return wrappers.get(programName(words.slice(at, at + 1)));
}
