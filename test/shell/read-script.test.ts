// Also tests: shell/builtins, shell/declare, shell/function-calls, shell/reading, shell/run-script
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of shell scripts
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readScript, type ShellCommand } from '../../server/src/shell/read-script';
import {
  joinTexts,
  type MappedText,
  rangeOfText,
  unknownsIn,
  unknownText,
  verbatimText,
} from '../../server/src/text/mapped-text';
import { shownByBash } from './against-bash';

const commandsOf = (script: string, environment: Readonly<Record<string, string>> = {}): readonly ShellCommand[] =>
  readScript(
    verbatimText(script, 0),
    new Map(Object.entries(environment).map(([name, text]) => [name, verbatimText(text, 10_000)])),
  ).commands;

/** A word with what is unknown in it by name: `a<$X>b`. */
const worded = ({ text, pieces }: MappedText): string =>
  pieces
    .map(({ at, length, unknown }) => (unknown === undefined ? text.slice(at, at + length) : `<${unknown}>`))
    .join('');

/** The words of the last command that begins with `show`. */
const shown = (script: string, environment?: Readonly<Record<string, string>>): readonly string[] => {
  const command = commandsOf(script, environment).findLast(({ words }) => words[0]!.text === 'show');
  return command!.words.slice(1).map(worded);
};

const programs = (script: string): readonly string[] =>
  commandsOf(script).map(({ words }) => words.map(worded).join(' '));

/** Texts made to take long or to break a reader. */
const hostile: Readonly<Record<string, string>> = {
  backslashes: '\\'.repeat(1_000_000),
  'escaped characters': `c ${'\\a'.repeat(90_000)}`,
  'an open quote': `c 'a${'b '.repeat(90_000)}`,
  'open double quotes': `c "${'$a '.repeat(60_000)}`,
  words: 'a '.repeat(99_000),
  'here-documents within one another': '$(cat <<E\n'.repeat(1000),
  'here-documents one after the other': `${'$(cat <<E\nx\nE\n)\n'.repeat(1000)}`,
  'here-documents on one line': `cat ${'<<a '.repeat(40_000)}`,
  'substitutions within one another': `c "${'$('.repeat(50_000)}`,
  'defaults within one another': `c "${'${a:-'.repeat(1000)}${'}'.repeat(1000)}"`,
  'quoted defaults within one another': `c ${'"${a:-'.repeat(1000)}${'}"'.repeat(1000)}`,
  'arithmetic within itself': `c $((${'('.repeat(50_000)}`,
  'a long sum': `c $((${'1+'.repeat(50_000)}1))`,
  'coprocesses of coprocesses': 'coproc '.repeat(20_000),
  'open parentheses': '('.repeat(100_000),
  'functions of functions': 'a(){ '.repeat(20_000),
  'values that double': `A0=xxxxxxxxxx\n${Array.from({ length: 200 }, (_, i) => `A${i + 1}=$A${i}$A${i}`).join('\n')}\nc $A200 "$A30"`,
  'values that refer to themselves': 'A=$A$A; A=${A:-$A}; A=${A:=$A}; c $A',
  'values that grow': `${'A+=x;'.repeat(30_000)}c "$A"`,
  'arrays that grow': `${'A+=(x);'.repeat(20_000)}c "\${A[@]}"`,
  'functions that call themselves': 'f() { f; f; }; f; g() { h; }; h() { g; }; g',
  'functions that call the next': Array.from({ length: 2000 }, (_, i) => `f${i}() { f${i + 1}; X=1; }`).join('\n'),
  'loops within one another': 'while a; do X=1; '.repeat(5000),
  'a long case': `case x in ${'a) X=b;; '.repeat(20_000)}esac`,
  'many branches': 'if a; then X=1; fi\n'.repeat(10_000),
  'a long chain': `${'a=1 && '.repeat(25_000)}c`,
  pipes: 'a|'.repeat(90_000),
  NUL: 'a\0b '.repeat(20_000),
  'CR LF': 'c \\\r\n'.repeat(30_000),
  templates: '\uE000'.repeat(190_000),
  Python: 'import os\ndef f(x):\n    return {"a": [y for y in range(3)], \'b\': f"{x}"}\n'.repeat(2000),
  JSON: JSON.stringify(Array.from({ length: 5000 }, (_, a) => ({ a, b: ['"', "'", '\\'] }))),
};

describe('read script', () => {
  it('finds commands wherever they stand', () => {
    assert.deepEqual(
      programs(`#!/bin/bash
        a | b && c || d; e & f
        if g; then h; elif i; then j; else k; fi
        for x in 1 2; do l; done; while m; do n; done
        case $x in y) o;; *) p;; esac
        q() { r; }; ( s ); { t; }; ! u
        exec nohup v --w 1 &`),
      [...'abcdefghijklmnoprstu', 'v --w 1'],
    );
  });

  it('leads from wrappers to the program, with the environment that they give it', () => {
    const [command] = commandsOf(
      'A=1 nohup env -u Q B=2 "C=x y" timeout -s KILL 60 numactl --cpunodebind=0 -m 0 nice -n 5 vllm serve --x',
    );
    assert.deepEqual(command!.words.map(worded), ['vllm', 'serve', '--x']);
    assert.deepEqual(
      [...command!.variables].map(([name, text]) => [name, text.text]),
      [
        ['A', '1'],
        ['B', '2'],
        ['C', 'x y'],
      ],
    );
  });

  it('leaves to a run what only a run decides', () => {
    const cases: readonly (readonly [script: string, ...words: string[]])[] = [
      ['show $X "$X" a$X', '<$X>', '<$X>', 'a<$X>'],
      ['show $(cmd a) `cmd` "$(cmd)"x', '<$(cmd a)>', '<`cmd`>', '<$(cmd)>x'],
      ['show $1 "$2" $# $? $$ $! $0 $RANDOM', '<$1>', '<$2>', '<$#>', '<$?>', '<$$>', '<$!>', '<$0>', '<$RANDOM>'],
      ['A=abc; show ${A#a} ${A/a/b} ${#A} ${A:1} ${A^^}', '<${A#a}>', '<${A/a/b}>', '<${#A}>', '<${A:1}>', '<${A^^}>'],
      ['show *.c a?b [ab] {a,b} <(x) ~/x', '<*>.c', 'a<?>b', '<[ab]>', '<{a,b}>', '<<(x)>', '<~>/x'],
      ['A="*.c"; show $A "$A"', '<*.c>', '*.c'],
      [
        'show $((N + 1)) $((010)) $((1 << 2)) $((1 / 0))',
        '<$((N + 1))>',
        '<$((010))>',
        '<$((1 << 2))>',
        '<$((1 / 0))>',
      ],
      ['A=$(cmd); show "$A" "${A:-8}" "${A-8}"', '<$(cmd)>', '<$A>', '<$(cmd)>'],
      ['A=$(cmd)x; show "${A:-8}"', '<$(cmd)>x'],
      ['show ${X:?message} "$@" "${X[@]}"', '<$X>', '<$@>', '<${X[@]}>'],
      ['IFS=,; A=a,b; show $A "$A"', '<a,b>', 'a,b'],
      ['L=(a b); L=c; show "${L[@]}"', '<${L[@]}>'],
      ['declare -i A=1+1; show $A; A=2; show $A', '<$A>'],
      ['A=1; read -r A; show $A', '<$A>'],
      ['A=1; ((A++)); show $A', '<$A>'],
      ['A=1; B=$((A++)); show $A', '<$A>'],
      ['A=1; printf -v A x; show $A', '<$A>'],
      ['A=1; eval "A=2"; show $A ${B:-3}', '<$A>', '<$B>'],
      ['A=1; source config.sh; show $A ${B:-3}; C=1; show $A ${B:-3} $C', '<$A>', '<$B>', '1'],
      ['A=1; export $(cat .env); show $A ${B:-3}', '<$A>', '<$B>'],
      ['show ${HOSTNAME:-x} ${PWD-x}', '<$HOSTNAME>', '<$PWD>'],
      ['main() { show "$1" "${2:-3}"; }; main "$@"', '<$@>', '<$2>'],
      ['A=([x]=1); B[1]=2; show "${A[@]}" $B', '<${A[@]}>', '<$B>'],
    ];
    for (const [script, ...words] of cases) assert.deepEqual(shown(script), words, script);
  });

  it('forgets what branches disagree on, and what may not have run', () => {
    const cases: readonly (readonly [script: string, ...words: string[]])[] = [
      ['if x; then A=1; else A=2; fi; show $A', '<$A>'],
      ['if x; then A=1; fi; show $A ${A:-3}', '<$A>', '<$A>'],
      ['A=0; if x; then B=1; fi; show $A', '0'],
      ['A=0; x && A=1; show $A', '<$A>'],
      ['A=0; x || A=1; show $A', '<$A>'],
      ['A=0; x || exit 1; show $A', '0'],
      ['A=0; [ -z "$B" ] && { A=1; exit; }; show $A', '0'],
      ['A=0; for i in a b; do A=$i; done; show $A $i', '<$A>', '<$i>'],
      ['A=0; for i in a b; do show $A; A=1; done', '<$A>'],
      ['A=0; while read -r A; do x; done; show $A', '<$A>'],
      ['A=0; for i in a; do show $A; : "${A:=1}"; done', '<$A>'],
      ['A=0; case $x in a) A=1;; esac; show $A', '<$A>'],
      ['A=0; case $x in a) A=1;; *) A=1;; esac; show $A', '<$A>'],
      ['A=0; (A=1); A=2 x; echo a | A=3; A=4 & show $A', '0'],
      ['f() { A=1; }; A=0; f; f; show $A', '<$A>'],
      ['f() { A=1; }; A=0; while x; do f; done; show $A', '<$A>'],
      ['f() { A=1; if x; then return; fi; A=2; }; f; show $A', '<$A>'],
      ['f() { local A=1; B=2; }; A=0; f; show $A $B', '0', '2'],
      ['A=0; f() { show $A $1; }; f 1; f 2', '0', '<$1>'],
      ['f() { show ${A:-0} ${B:-1}; }; A=2; f; f', '<$A>', '1'],
      ['f() { show $A; }; A=2 f; A=3 f', '<$A>'],
      ['f() { show $A; }; A=2 f; show $A ${A:-3}', '<$A>', '3'],
      ['L=(a b); if x; then L+=(c); fi; show "${L[@]}"', 'a', 'b', '<${L[@]}>'],
      ['L=(a b); if x; then L+=(c); fi; L+=(d); show "${L[@]}"', 'a', 'b', '<$L>', 'd'],
      ['L=(a); for i in 1 2; do L+=($i); done; show "${L[@]}"', 'a', '<${L[@]}>'],
      ['set -- a; while x; do shift; done; show "$@"', '<$@>'],
    ];
    for (const [script, ...words] of cases) assert.deepEqual(shown(script), words, script);
  });

  it('knows the environment that it is given, which a default does not replace', () => {
    assert.deepEqual(shown('show $A ${A:-2} ${B:-3}; A=4; show $A', { A: '1' }), ['4']);
    assert.deepEqual(shown('show $A ${A:-2} ${B:-3}', { A: '1' }), ['1', '1', '3']);
  });

  it('reads the script that a shell is given, with what is exported', () => {
    const script = `A=1; export B=2; bash -lc "vllm serve --a \${A} --b \\$B --c \\\${A:-9}"`;
    const command = commandsOf(script).at(-1)!;
    assert.deepEqual(command.words.map(worded), ['vllm', 'serve', '--a', '1', '--b', '2', '--c', '9']);
    const value = rangeOfText(command.words[3]!);
    assert.deepEqual([script.slice(value.start, value.end), value.exact, value.start], ['1', true, 2]);
    assert.deepEqual(shownByBash(script.replace('vllm serve', "printf '%s\\0'").replace(/$/, "; printf '\\1\\0'")), [
      ['--a', '1', '--b', '2', '--c', '9'],
    ]);
  });

  it('places values where they are assigned, and through quotes', () => {
    const script = `N=8\nvllm serve --additional-config '{"afd":{"n":'"\${N}"',"m":4}}'`;
    const json = commandsOf(script)[0]!.words[3]!;
    assert.equal(json.text, '{"afd":{"n":8,"m":4}}');
    for (const digit of ['8', '4']) {
      const at = json.text.indexOf(digit);
      const { start, end, exact } = rangeOfText(json, at, at + 1);
      assert.deepEqual([start, end, exact], [script.indexOf(digit), script.indexOf(digit) + 1, true]);
    }
  });

  it('takes lines that end in CR LF for lines, and keeps their places', () => {
    const script = 'A=1\r\nshow $A \\\r\n  --b "x" \\\r\n  c\r\n';
    assert.deepEqual(shown(script), ['1', '--b', 'x', 'c']);
    const word = commandsOf(script)[0]!.words[4]!;
    assert.equal(rangeOfText(word).start, script.indexOf('c\r\n'));
  });

  it('keeps templates unknown, and with them what they may leave out', () => {
    // Each template stands for itself as a run of private characters, as the reader of manifests masks it.
    const masked = (text: string): MappedText =>
      joinTexts(
        text.split(/(\{\{.*?\}\})/).map((part, index, parts) => {
          const start = parts.slice(0, index).join('').length;
          if (index % 2 === 0) return verbatimText(part, start);
          const source = { start, end: start + part.length };
          const [piece] = unknownText(part, source).pieces;
          return { text: '\uE000'.repeat(part.length), pieces: [{ ...piece!, length: part.length }] };
        }),
      );
    const words = (script: string) =>
      readScript(masked(script), new Map()).commands.map((command) => command.words.map(worded).join(' '));
    assert.deepEqual(words('vllm {{ .a }} --tp {{ .b }} x{{ .c }}y'), ['vllm <{{ .a }}> --tp <{{ .b }}> x<{{ .c }}>y']);
    assert.deepEqual(words('A={{ .a }}\n{{- if .b }}\nB=1\n{{- else }}\nB=2\n{{- end }}\nC=3\nx $A $B $C'), [
      'x <{{ .a }}> <$B> 3',
    ]);
    assert.deepEqual(words('vllm --a 1 \\\n  {{- if .b }}\n  --b 2 \\\n  {{- end }}\n  --c 3'), [
      'vllm --a 1 <{{- if .b }}> <{{- if .b }}> --c 3',
    ]);
    assert.deepEqual(words('L=(--a 1\n{{- if .b }}\n--b\n{{- end }}\n--c)\nvllm "${L[@]}"'), [
      'vllm --a 1 <{{- if .b }}> --c',
    ]);
    assert.deepEqual(words('{{ if .b }}\nvllm --b 2\n{{ end }}'), ['vllm --b 2']);
  });

  for (const [subject, text] of Object.entries(hostile)) {
    it(`comes to an end with ${subject}`, () => {
      for (const { words, variables } of commandsOf(text).slice(-3)) {
        assert.ok(words.length > 0);
        assert.ok([...words, ...variables.values()].every((word) => word.text.length < 5_000_000));
      }
    });
  }

  it('never throws, whatever it is given', () => {
    const token = fc.constantFrom(
      ..."a A=1 A+=( ) $A ${A ${A:- ${A[@] } $( ` $(( )) ' \" $' \\ | && || ; ;; & < << <<E <<-E E > { ( [[ ]] [ ] = * ? ! # ~ if then else fi for in do done while case esac function coproc export local set shift source exec exit return env bash -c \uE000 \0 \r \t".split(
        ' ',
      ),
      '\n',
      ' ',
      'cat <<E\n$A\nE\n',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(token, fc.constantFrom('', ' ', '\n')), { maxLength: 40 }), (tokens) => {
        const script = tokens.flat().join('');
        for (const { words, variables, range } of commandsOf(script, { A: 'x y' })) {
          assert.ok(words.length > 0 && variables.size >= 0 && range.start <= range.end && range.end <= script.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('cuts every exact range of a word, quoted in any way, from the source as its value', () => {
    const quoted = fc.oneof(
      fc.stringMatching(/^[\w.:,/=+-]{0,6}$/).map((text) => ({ text, source: text })),
      fc.string({ maxLength: 6 }).map((text) => single(text.replaceAll('\0', ''))),
      fc.string({ maxLength: 6 }).map((text) => double(text.replaceAll('\0', ''))),
      fc.stringMatching(/^[ -~]{0,6}$/).map((text) => ({ text, source: text.replace(/[^\w]/g, '\\$&') })),
      fc.stringMatching(/^[ -~\n\t]{0,6}$/).map((text) => ({
        text,
        source: `$'${text.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`,
      })),
      fc.constant({ text: '', source: '\\\n' }),
    );
    const word = fc.array(quoted, { minLength: 1, maxLength: 5 });
    const blank = fc.constantFrom(' ', '  ', ' \\\n ', '\t');
    fc.assert(
      fc.property(fc.array(fc.tuple(blank, word), { maxLength: 6 }), fc.nat(), fc.nat(), (words, i, j) => {
        const written = words.map(([space, parts]) => `${space}''${parts.map((part) => part.source).join('')}`);
        const script = `show${written.join('')}`;
        const values = commandsOf(script)[0]!.words.slice(1);
        assert.deepEqual(
          values.map(({ text }) => text),
          words.map(([, parts]) => parts.map(({ text }) => text).join('')),
        );
        for (const value of values) {
          assert.deepEqual(unknownsIn(value), []);
          const [start, end] = [i % (value.text.length + 1), j % (value.text.length + 1)].sort((a, b) => a - b);
          const range = rangeOfText(value, start, end);
          if (range.exact) assert.equal(script.slice(range.start, range.end), value.text.slice(start, end));
        }
      }),
      { numRuns: 500 },
    );
  });
});

function single(text: string): { readonly text: string; readonly source: string } {
  return { text, source: `'${text.replaceAll("'", `'\\''`)}'` };
}

function double(text: string): { readonly text: string; readonly source: string } {
  return { text, source: `"${text.replace(/[$`"\\]/g, '\\$&')}"` };
}
