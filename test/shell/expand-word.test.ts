// Also tests: shell/arithmetic, shell/assigned-names, shell/expand-document, shell/expand-parameter,
//   shell/expansion, shell/fields, shell/quoted-text, shell/script-source, shell/variables
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of shell scripts
import assert from 'node:assert/strict';
import { shownByBash, shownByReading } from './against-bash';

const json = '{"afd":{"num_attention_ranks":8}}';

/** Snippets of which we claim to know every word, by what they are about. */
const known: Readonly<Record<string, readonly string[]>> = {
  'words and quotes': [
    `show a 'b c' "d e" $'f\\tg' h\\ i "j"'k'l`,
    `show '' "" a"" ''`,
    String.raw`show "a\"b\\c\$d\e" 'a\b' a\bc \$HOME \"`,
    `show a \\\n  b \\\n  "c\\\nd" 'e\\\nf' g\\\nh`,
    String.raw`show $'a\nb\'c\\d\"e\x41\101\u0041\e[0m\q\?' $'' "x"$'y'`,
    `show $"hello"`,
    `show a#b "#c" # d`,
    'show 😀 "é😀" \\😀',
    `show a=b --c=d "--e=f g"`,
    `show -- - -- {} {a} a{b}c }`,
    `show '${json}' "{\\"a\\": 1}" {\\"a\\":1}`,
  ],
  variables: [
    `N=8; show '{"a":'"\${N}"'}' $N \${N} "$N" "\${N}x" $N.5`,
    `A="x y"; B='p q'; show $A "$A" $A$B "$A"$B a$A`,
    `A=" x  y "; show $A "$A" a$A"b" a\${A}b`,
    `A=; show $A "$A" b$A`,
    `A=1 B=$A C="$B"2; show "$C"`,
    `A=1; A+=2; A+="3 4"; show "$A"`,
    `export A=1 B="x y"; declare C='p q'; readonly D=4; show $A "$B" "$C" $D`,
    `declare -a L=(a "b c"); typeset E=5; export F; show "\${L[@]}" $E`,
    `A={"a":1,"b":2}; B=x{1,2}y; C=a:*; show "$A" "$B" "$C"`,
    `A=1; unset A; show "\${A:-gone}"`,
    `A=1; show $A; A=2; show $A`,
    `K="name=value x"; export "$K"; show "$name"`,
    `A=a\\ b; show "$A"; A=b"c d"'e'; show "$A"`,
  ],
  defaults: [
    `show \${TP:-8} "\${TP:-8}" \${TP-8} "\${TP:-}" \${TP:-}`,
    `TP=; show "\${TP:-8}" "\${TP-8}" x\${TP-8}y`,
    `TP=4; show "\${TP:-8}" \${TP-8} "\${TP:+yes}" \${TP+yes} "\${NO:+yes}" \${NO+yes}`,
    `show "\${TP:=8}"; show $TP; : "\${M:=16}"; show "$M"`,
    `A=1; show "\${B:-\${A}}" "\${B:-\${C:-$A x}}" \${B:-x y} "\${B:-x y}" \${B:-"x y" z}`,
    'show "${B:-a"b c"d}" "${B:-\'q\'}" "${B:-a\\}b}" "${B:-{\\"a\\":1\\}}" ' + "${B:-'x  y'}",
    `A=1; show "\${A:?no}" \${A:?no}`,
    `show "\${A:-}" \${A:-}x`,
  ],
  'here-documents': [
    `N=4; show "$(cat <<EOF\n{"afd": {"n": $N,\n  "m": \${M:-2}}}\nEOF\n)"`,
    `N=4; show "$(cat <<'EOF'\n{"n": $N \\\\ \\$x}\nEOF\n)"`,
    `N=4; C=$(cat <<EOF\na \\$x \\\\ \\" \\q 'q' "r" \\\ncontinued $((N * 2))\n\nEOF\n); show "$C" $C`,
    `N=4; show "$(cat <<-EOF\n\t{\n\t\t"n":\t$N,\n\t  "m": 1 }\n\tEOF\n)"`,
    `show "$(cat <<-'EOF'\n\ta\\\n\tb\n\t\tc\n\tEOF\n)"`,
    `N=4; show "$(cat <<-EOF\n\ta\\\n\tb$N\tc\n\t\td\n\tEOF\n)"`,
    `show "$(cat <<EOF\nEOF\n)" "$( cat <<"E O"\nx\nE O\n)"`,
    'show "$(cat <<EOF\n${Y:-"q"} ${Y:-\'q\'} ${Y:-a\\"b}\nEOF\n)"',
    `T="a\tb"; show "$(cat <<-EOF\n\t$T\n$T\n\tEOF\n)"`,
  ],
  arrays: [
    `ARGS=(--a 1 --b "x y"); show "\${ARGS[@]}"; ARGS+=(--c); show "\${ARGS[@]}" z`,
    `ARGS=(1 "2 3"); show \${ARGS[@]} "\${ARGS[*]}" \${ARGS[*]} $ARGS \${ARGS[1]} x"\${ARGS[@]}"y`,
    `E=(); show a "\${E[@]}" b \${E[@]} "\${E[*]}"`,
    `E=(); F=(x "y z"); show \${E[@]+"\${E[@]}"} \${F[@]+"\${F[@]}"}`,
    `set -- a "b c"; show "$@" $* "$*" $1 "$2" x"$@"y`,
    `set -- a b c d; shift; show "$@"; shift 2; show "$1"; set -- ; show "$@" end "$*"`,
    `set -euo pipefail; set -- x; set -- "$@" y; show "$@"`,
    `A=(1 2); B="\${A[@]}"; C=\${A[*]}; show "$B" "$C"`,
    `ARGS="--a 1"; ARGS="$ARGS --b '2 3'"; show $ARGS`,
    `A=x; A+=(y); show "\${A[@]}"`,
    `A=(x); show "\${A[@]}" "\${A[0]}" "\${A[3]:-none}"`,
  ],
  arithmetic: [
    `A=8; B=3; show $((A * B)) $(( $A + \${B} )) $((A / B)) $((A % B)) $((-A)) $(((A + 1) * 2)) "$((A-B))"`,
    `show $((-7 / 2)) $((-7 % 2)) $((2 * 3 + 4 * 5)) $((10 - 2 - 3)) $((0 - 0)) $((-3 / 5))`,
  ],
  'control flow': [
    `X=1; if true; then show $X; fi; for i in 1; do show $X; done; (show $X); { show $X; }`,
    `X=1; (X=2; show $X); show $X; X=3 show $X; show $X`,
    `X=1; { X=2; }; show $X; true && show $X; false || show $X`,
    `export X=1 && export Y=2 && show $X $Y; show $X $Y`,
    `f() { local X=5; Y=$1; show "$@" $X; }; X=1; f a "b c"; show $X $Y`,
    `function g { show "$1" "\${2:-none}"; }\ng one`,
    `if false; then X=1; exit; else X=2; fi; show $X`,
    `L=(a); for i in 1 2; do Y=1; done; show "\${L[@]}"`,
    `case x in x) show in;; esac; ! show not; time show timed 2>/dev/null`,
    `while true; do show looped; break; done; until false; do show until; break; done`,
    `X=1; env Y=2 true; show $X; bash -c 'true'; show x 2>&1 </dev/null`,
    'f() { show "$A" "${1:-none}"; }; A=1 f; A=2 true; show x${A:-unset}',
    'f() { exit; }; if false; then f; fi; show after',
  ],
};

describe('expand word', () => {
  for (const [subject, snippets] of Object.entries(known)) {
    it(`reads ${subject} as bash does`, () => {
      for (const snippet of snippets) {
        assert.deepEqual(shownByReading(snippet), shownByBash(snippet), snippet);
      }
    });
  }
});
