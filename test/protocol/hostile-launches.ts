/** A launch of one pool with every mark of the AFD plugin; `settings` are its JSON. */
const settings = '{"afd": {"role": "attention", "host": "h", "num_attention_ranks": 8, "num_ffn_ranks": 1}}';
const launch = `vllm serve m --data-parallel-size 8 --max-num-seqs 256 --additional-config '${settings}'\n`;

/** Scripts of more characters are not read. */
const most = 190_000;

const configMap = (script: string, name = 'serve.sh') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n  ${name}: |\n${script.replaceAll(/^(?=.)/gm, '    ')}\n`;

const pod = (containers: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n${containers}`;

const container = (index: number) =>
  `    - name: c${index}\n      args: [vllm, serve, m, --additional-config, '${settings.replace('"h"', `"h${index}"`)}']\n`;

const nestedHeredocs = (depth: number) =>
  Array.from({ length: depth }, (_, index) => `cat <<E${index}\n$(`).join('') + launch;

const doubling = (times: number) =>
  `A=x${Array.from({ length: times }, (_, index) => `\n${String.fromCharCode(66 + index)}x="$${String.fromCharCode(65 + index)}${index ? 'x' : ''}$${String.fromCharCode(65 + index)}${index ? 'x' : ''}"`).join('')}\n`;

const aliasBomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi']
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
  .join('\n')}\n`;

const nestedJson = (depth: number) =>
  settings.replace('{"role"', `{"x": ${'['.repeat(depth)}${']'.repeat(depth)}, "role"`);

/** Texts that carry the mark of a launch, each with something that a reader may choke on. */
export const hostileLaunches: readonly (readonly [what: string, file: string, text: () => string])[] = [
  ['an unterminated single quote', 'a.sh', () => launch.replace(/'\n$/, '\n')],
  ['an unterminated double quote', 'a.sh', () => `echo "${launch}`],
  ['an unterminated quote in a block scalar', 'a.yaml', () => configMap(launch.replace(/'\n$/, '\n'))],
  ['an unterminated YAML quote', 'a.yaml', () => pod(container(0).replace(/'\]/, ']'))],
  ['an unterminated heredoc', 'a.sh', () => `cat <<EOF\n${launch}`],
  ['1,000 nested heredocs and substitutions', 'a.sh', () => nestedHeredocs(1000)],
  ['1,000 nested substitutions', 'a.sh', () => `X=${'$('.repeat(1000)}${launch}`],
  ['1,000 closed substitutions', 'a.sh', () => `X=${'$('.repeat(1000)}:${')'.repeat(1000)}\n${launch}`],
  ['20,000 nested substitutions', 'a.sh', () => `X=${'$('.repeat(20_000)}:${')'.repeat(20_000)}\n${launch}`],
  ['1,000 nested double quotes', 'a.sh', () => `X=${'"$('.repeat(1000)}:${')"'.repeat(1000)}\n${launch}`],
  ['5,000 nested parameters', 'a.sh', () => `X=${'${a:-'.repeat(5000)}${'}'.repeat(5000)}\n${launch}`],
  ['5,000 nested groups', 'a.sh', () => `${'{ '.repeat(5000)}${launch}${'; }'.repeat(5000)}`],
  ['5,000 nested conditions', 'a.sh', () => `${'if x; then '.repeat(5000)}${launch}${'; fi'.repeat(5000)}`],
  ['5,000 nested sums', 'a.sh', () => `X=$((${'('.repeat(5000)}1${')'.repeat(5000)}))\n${launch}`],
  ['nested bash -c', 'a.sh', () => `${'bash -c "'.repeat(500)}${launch}${'"'.repeat(500)}`],
  ['1,000 substitutions in the settings', 'a.sh', () => launch.replace('"h"', `"${`'"$(hostname)"'`.repeat(1000)}"`)],
  ['900,000 backslashes in a script', 'a.sh', () => `${launch}echo ${'\\'.repeat(900_000)}`],
  ['900,000 backslashes in a block scalar', 'a.yaml', () => configMap(`${launch}echo ${'\\'.repeat(900_000)}`)],
  ['backslashes in a script', 'a.sh', () => `${launch}echo ${'\\'.repeat(most)}`],
  ['backslashes in a block scalar', 'a.yaml', () => configMap(`${launch}echo ${'\\'.repeat(most)}`)],
  ['backslashes in double quotes', 'a.sh', () => `${launch}echo "${'\\'.repeat(most)}"`],
  [
    'backslashes in a quoted scalar',
    'a.yaml',
    () => pod(`${container(0)}    - { name: d, args: ["${'\\'.repeat(900_000)}"] }`),
  ],
  ['backslashes in JSON', 'a.sh', () => launch.replace('"h"', `"${'\\'.repeat(most)}"`)],
  [
    'backslashes in JSON in double quotes',
    'a.sh',
    () =>
      `vllm serve m --additional-config "{\\"afd\\": {\\"role\\": \\"ffn\\", \\"host\\": \\"${'\\'.repeat(most)}\\"}}"`,
  ],
  ['escaped line breaks', 'a.sh', () => launch.replace(' --max', `${' \\\n'.repeat(60_000)} --max`)],
  ['dollars', 'a.sh', () => `${launch}echo ${'$'.repeat(most)}`],
  ['backquotes', 'a.sh', () => `${launch}echo ${'`'.repeat(most)}`],
  ['open braces', 'a.sh', () => `${launch}echo ${'{a,'.repeat(60_000)}`],
  ['brace expansions', 'a.sh', () => `${launch}echo ${'{a,b}'.repeat(40)}`],
  ['a brace range', 'a.sh', () => `${launch}echo {1..1000000000}`],
  ['parentheses', 'a.sh', () => `${launch}${'('.repeat(most)}`],
  ['semicolons', 'a.sh', () => `${launch}${'a;'.repeat(90_000)}`],
  ['a long pipe', 'a.sh', () => `${launch}${'a|'.repeat(90_000)}a`],
  ['15,000 assignments', 'a.sh', () => `${Array.from({ length: 15_000 }, (_, i) => `V${i}=1`).join('\n')}\n${launch}`],
  [
    'an array of 90,000',
    'a.sh',
    () => `A=(${'x '.repeat(90_000)})\nvllm serve m "\${A[@]}" --additional-config '${settings}'`,
  ],
  [
    'a value of 180,000 in 100 options',
    'a.sh',
    () => `A=${'x'.repeat(180_000)}\nvllm serve m ${'--x=$A '.repeat(100)} --additional-config '${settings}'`,
  ],
  ['a loop', 'a.sh', () => `for i in {1..99999}; do for j in {1..99999}; do ${launch} done; done`],
  ['functions that call each other', 'a.sh', () => `f() { g; g; }\ng() { f; f; }\nf\n${launch}`],
  [
    'functions that double',
    'a.sh',
    () =>
      `f0() { ${launch} }\n${Array.from({ length: 40 }, (_, i) => `f${i + 1}() { f${i}; f${i}; }`).join('\n')}\nf40`,
  ],
  [
    'variables that double thirty times',
    'a.sh',
    () =>
      `${doubling(30)}vllm serve "$_x" --x "$^x" --additional-config '${settings}'`.replaceAll(/[[\\\]^_`]x/g, 'Zx'),
  ],
  [
    'variables that double in YAML',
    'a.yaml',
    () =>
      pod(
        `    - name: c\n      env:\n        - { name: V0, value: xx }\n${Array.from({ length: 30 }, (_, i) => `        - { name: V${i + 1}, value: $(V${i})$(V${i}) }\n`).join('')}      args: [vllm, serve, $(V30), --additional-config, '${settings}']\n`,
      ),
  ],
  ['equal keys in JSON', 'a.sh', () => launch.replace('"host": "h"', Array(12_000).fill('"host": "h"').join(', '))],
  ['JSON of 1,000 levels', 'a.sh', () => launch.replace(settings, nestedJson(1000))],
  ['JSON of 90,000 levels', 'a.sh', () => launch.replace(settings, nestedJson(90_000))],
  ['JSON of open brackets', 'a.sh', () => launch.replace(settings, `{"afd": ${'['.repeat(most)}`)],
  ['JSON with broken escapes', 'a.sh', () => launch.replace('"h"', '"\\u12\\x\\uD800"')],
  [
    'dotted flags of 5,000 levels',
    'a.sh',
    () => `${launch}vllm serve m --additional-config.afd.role ffn --additional-config${'.a'.repeat(5000)} 1`,
  ],
  [
    '5,000 dotted flags',
    'a.sh',
    () =>
      `vllm serve m --additional-config.afd.role ffn ${Array.from({ length: 5000 }, (_, i) => `--additional-config.afd.k${i} 1`).join(' ')}`,
  ],
  [
    'dotted flags named as objects have members',
    'a.sh',
    () =>
      `vllm serve m --additional-config.afd.role ffn --additional-config.__proto__.afd x --additional-config.afd.constructor.prototype y --__proto__ 1 --constructor 2`,
  ],
  [
    'variables named as objects have members',
    'a.sh',
    () => `__proto__=1\nconstructor=2\ntoString=3\n${launch.replace(' m ', ' $__proto__$constructor$toString ')}`,
  ],
  ['YAML with tabs', 'a.yaml', () => pod(container(0)).replaceAll('      args', '\targs')],
  ['tabs in a script', 'a.sh', () => launch.replaceAll(' ', '\t')],
  ['an alias bomb beside a launch', 'a.yaml', () => `${aliasBomb}${pod(container(0))}`],
  ['an alias bomb in a launch', 'a.yaml', () => `${aliasBomb}${pod(container(0).replace('[vllm', '[*i, *i, vllm'))}`],
  [
    'an alias to itself',
    'a.yaml',
    () =>
      pod(
        `    - &c\n      name: c\n      env: *c\n      args: [vllm, serve, m, --additional-config, '${settings}', *c]\n`,
      ),
  ],
  [
    'merges of merges',
    'a.yaml',
    () =>
      `${Array.from({ length: 30 }, (_, i) => `m${i}: &m${i} { ${i ? `<<: [*m${i - 1}, *m${i - 1}], ` : ''}k${i}: 1 }`).join('\n')}\n${pod(container(0).replace('    - name', '    - <<: *m29\n      name'))}`,
  ],
  ['5,000 containers', 'a.yaml', () => pod(Array.from({ length: 5000 }, (_, i) => container(i)).join(''))],
  ['1,100 launches that say the same', 'a.sh', () => launch.repeat(1100)],
  [
    '1,100 launches in a script',
    'a.sh',
    () => Array.from({ length: 1100 }, (_, i) => launch.replace('"h"', `"h${i}"`)).join(''),
  ],
  [
    '1,500 pairs in documents',
    'a.yaml',
    () =>
      Array.from(
        { length: 1500 },
        (_, i) => `${pod(container(i))}---\n${pod(container(i).replace('attention"', 'ffn"'))}`,
      ).join('---\n'),
  ],
  ['a long ConfigMap', 'a.yaml', () => configMap(`${launch}${'# nothing but words, words, words\n'.repeat(24_000)}`)],
  [
    '5,000 scripts in a ConfigMap',
    'a.yaml',
    () => `${configMap(launch)}${Array.from({ length: 3000 }, (_, i) => `  s${i}.sh: |\n    ${launch}`).join('')}`,
  ],
  [
    'a ConfigMap that 1,000 pods run',
    'a.yaml',
    () =>
      `${configMap(launch)}---\n${Array.from({ length: 1000 }, (_, i) => `apiVersion: v1\nkind: Pod\nmetadata: { name: p${i} }\nspec:\n  volumes: [{ name: v, configMap: { name: c } }]\n  containers: [{ name: c, command: [bash, /r/serve.sh], volumeMounts: [{ name: v, mountPath: /r }] }]\n`).join('---\n')}`,
  ],
  [
    'a script that runs itself',
    'a.yaml',
    () =>
      `${configMap(`${launch}bash /r/serve.sh\nsource /r/serve.sh\n. "$0"\n`)}---\napiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  volumes: [{ name: v, configMap: { name: c } }]\n  containers: [{ name: c, command: [bash, /r/serve.sh], volumeMounts: [{ name: v, mountPath: /r }] }]\n`,
  ],
  [
    'numbers without bound',
    'a.sh',
    () => launch.replace('s": 8', `s": ${'9'.repeat(5000)}`).replace('-size 8', `-size 1e${'9'.repeat(300)}`),
  ],
  [
    'strange numbers',
    'a.sh',
    () => launch.replace('s": 8', 's": -0').replace('-size 8', '-size 0x10').replace('256', '9007199254740993'),
  ],
  [
    'replicas without bound',
    'a.yaml',
    () =>
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: s }\nspec:\n  replicas: 1e308\n  template:\n    spec:\n      containers:\n${container(0).replaceAll(/^/gm, '    ')}`,
  ],
  ['5,000 comments', 'a.sh', () => `${'# afd-lens: ignore AFD401 -- no\n'.repeat(5000)}${launch}`],
  [
    '25,000 comments that set something',
    'a.yaml',
    () => `${'# afd-lens: trace=a.csv profile=b\n'.repeat(25_000)}${pod(container(0))}`,
  ],
  ['a comment without an end', 'a.sh', () => `# afd-lens: trace="${'a'.repeat(900_000)}\n${launch}`],
  ['NUL bytes', 'a.sh', () => `${launch}\0\0${launch.replaceAll(' ', ' \0')}`],
  ['NUL bytes in YAML', 'a.yaml', () => pod(container(0).replaceAll(' m,', ' "m\\0", "\0",'))],
  ['surrogates without their halves', 'a.sh', () => launch.replace('"h"', '"\uD800h\uDC00"')],
  ['line separators', 'a.sh', () => launch.replaceAll(' ', '\u2028')],
  ['carriage returns alone', 'a.yaml', () => pod(container(0)).replaceAll('\n', '\r')],
  ['templates in everything', 'a.yaml', () => pod(container(0)).replaceAll('"', '{{ "').replaceAll(': ', ': {{ .x }}')],
  ['20,000 templates', 'a.yaml', () => pod(`${container(0)}${'      x: {{ .Values.a }}\n'.repeat(20_000)}`)],
  ['1,000 nested flow maps', 'a.yaml', () => `${pod(container(0))}x: ${'{a: '.repeat(1000)}1${'}'.repeat(1000)}\n`],
  ['20,000 nested lists', 'a.yaml', () => `${pod(container(0))}x: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
  [
    '5,000 levels of indentation',
    'a.yaml',
    () => `${pod(container(0))}${Array.from({ length: 1200 }, (_, i) => `${' '.repeat(i)}k:\n`).join('')}`,
  ],
];
