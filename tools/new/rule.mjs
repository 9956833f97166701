// A rule: its file, its place in the catalogue, its page, its cases, and a file of the contract in which it reports.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fillIn, insertChange, insertImport, insertSorted } from './changes.mjs';
import { camelCase, inWords, requireName } from './names.mjs';

export const usage = 'rule CODE NAME';

/** The groups of codes, with the room of their rules and that of the contract's files about them. */
const groups = {
  1: { about: 'ratio and regime', room: 'sizing', contract: 'ratio' },
  2: { about: 'workload data', room: 'workload', contract: 'data' },
  3: { about: 'schema and references', room: 'document', contract: 'schema' },
  // The contract takes the example of the page.
  4: { about: 'launches', room: 'launch' },
  5: { about: 'memory and objectives', room: 'memory', contract: 'hardware' },
  6: { about: 'strategy and request order', room: 'strategy', contract: 'strategy' },
  9: { about: 'suppressions', room: 'document', contract: 'suppressions' },
};
const catalogueFolder = 'server/src/rules';
const catalogue = `${catalogueFolder}/catalogue.ts`;

/** Adds to `changes` what a rule needs. Throws in a sentence what is wrong with its code or name. */
export function scaffold(changes, code, name) {
  const rules = rulesOf(readFileSync(catalogue, 'utf8'));
  const group = groupOf(
    code,
    rules.map((each) => each.code),
  );
  requireName(name, 'rule');
  const same = rules.find(({ rule, file }) => rule === camelCase(name) || basename(file) === name);
  if (same) throw new Error(`${same.code} has that name already, in ${catalogueFolder}/${same.file}.ts.`);

  changes.create(`server/src/rules/${group.room}/${name}.ts`, source(code, name));
  changes.edit(catalogue, (text) => inCatalogue(text, code, name, group.room, rules));
  changes.create(
    `test/rules/${group.room}/${name}.test.ts`,
    group.room === 'launch' ? launchTest(code, name) : test(code, name, group.room),
  );
  changes.create(`docs/rules/${code}.md`, page(code, name, group));
  changes.edit('docs/rules/README.md', (text) =>
    insertSorted(
      text,
      /^\| \[(AFD\d{3})\]/,
      `| [${code}](${code}.md) | ${inWords(name)} | information | ${fillIn}: when it is reported, in a sentence. |`,
    ),
  );
  if (group.contract)
    changes.create(`test/fixtures/contract/${group.contract}/${name}.afd.yaml`, contractFile(code, name));
  changes.edit('CHANGELOG.md', (text) => insertChange(text, `- ${code}: ${fillIn}, what users notice.`));
}

/** The rules of the catalogue: name there, code, and file without its ending. */
function rulesOf(text) {
  return [...text.matchAll(/^import \{.*\b(\w+) \} from '\.\/(.+)';$/gm)].flatMap(([, rule, file]) => {
    const code = /'(AFD\d{3})'/.exec(readFileSync(`${catalogueFolder}/${file}.ts`, 'utf8'))?.[1];
    return code ? [{ rule, code, file }] : [];
  });
}

function groupOf(code, taken) {
  const [, digit] = /^AFD(\d)\d\d$/.exec(code ?? '') ?? [];
  const group = groups[digit];
  if (!group) {
    const known = Object.entries(groups).map(([first, { about }]) => `${first}xx ${about}`);
    throw new Error(
      `${code ?? 'The code'} is no code of a rule: AFD and three digits, of the groups ${known.join(', ')}.`,
    );
  }
  if (taken.includes(code) || existsSync(`docs/rules/${code}.md`)) {
    const codes = Array.from({ length: 100 }, (_, at) => `AFD${digit}${String(at).padStart(2, '0')}`);
    const free = codes.filter((each) => !taken.includes(each));
    throw new Error(
      `${code} is a rule already; the next free code of its group is ${free.find((each) => each > code) ?? free[0]}.`,
    );
  }
  return group;
}

/** The catalogue with an import, and an entry behind the last of a smaller code. */
function inCatalogue(text, code, name, room, rules) {
  const rule = camelCase(name);
  const entries = /^(export const documentRules\b[^=]*= \[\n)([^\]]*)/m;
  return insertImport(text, rule, `./${room}/${name}`).replace(entries, (_, start, list) => {
    const names = list.match(/\w+/g);
    const before = names.findLastIndex((each) => rules.find((known) => known.rule === each)?.code < code);
    return (
      start +
      names
        .toSpliced(before + 1, 0, rule)
        .map((each) => `  ${each},\n`)
        .join('')
    );
  });
}

const source = (code, name) => `import type { Rule } from '../rule';

export const ${camelCase(name)}: Rule = {
  code: '${code}',
  title: '${inWords(name)}',
  severity: 'info',
  check() {
    // ${fillIn}: take what it judges from \`subject\`, its parameter: deployment, evaluation, text;
    // return \`finding(${camelCase(name)}, range, message)\` for each thing to report; the message is fact, number,
    // bound, in at most 120 characters. Return nothing where a fact that it needs is not known, or is filled in by a template.
    return [];
  },
};
`;

const unwritten = (code, path) => `
describe('${code}', () => {
  it('is written', () => {
    throw new Error('fill in ${path} and the cases here, then remove this test');
  });
});
`;

const test = (code, name, room) => `import { ${camelCase(name)} } from '../../../server/src/rules/${room}/${name}';
import { deployment } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(${camelCase(name)}, {
  reports: [
    {
      title: '${fillIn}: what it reports',
      text: deployment('{ workers: 10, batchSize: 256 }'),
      expected: ['info', '${fillIn}: the text at its place', '${fillIn}: its message'],
    },
  ],
  silent: [{ title: '${fillIn}: what is just in order', text: deployment('{ workers: 10, batchSize: 256 }') }],
});
${unwritten(code, `server/src/rules/${room}/${name}.ts`)}`;

const launchTest = (code, name) => `import { ${camelCase(name)} } from '../../../server/src/rules/launch/${name}';
import { describeRule } from '../describe-rule';
import { assertPage, launchCase, pairScript } from '../launch-pair';

describeRule(${camelCase(name)}, {
  reports: [
    {
      ...launchCase('${fillIn}: what it reports', pairScript({ ffn: { options: { 'data-parallel-size': 2 } } })),
      expected: ['info', '${fillIn}: the text at its place', '${fillIn}: its message'],
    },
  ],
  silent: [launchCase('${fillIn}: what is just in order', pairScript())],
});
${unwritten(code, `server/src/rules/launch/${name}.ts`).replace(
  /\}\);\n$/,
  `
  it('has a page whose example is true', () => assertPage('${code}'));
});
`,
)}`;

const contractFile = (code, name) => `apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: ${name} }
# ${fillIn}: a deployment in which ${code} reports, so that editor and command line are held to say the same of it.
spec:
  attention: { workers: 10, batchSize: 256 }
  ffn: { workers: 1 }
`;

const page = (code, name, { room }) => `# ${code}: ${inWords(name)}

## What it says

${fillIn}: what is reported, by which facts, and where nothing is said.

## Why it matters

${fillIn}: what it costs not to know.

## Example

\`\`\`${room === 'launch' ? 'sh' : 'yaml'}
${fillIn}: the smallest that is reported
\`\`\`

\`\`\`text
${room === 'launch' ? 'serve.sh' : 'chat.afd.yaml'}:1:1 info ${code} ${fillIn}: the message
\`\`\`

Good:

\`\`\`${room === 'launch' ? 'sh' : 'yaml'}
${fillIn}: the same, in order
\`\`\`

## What to do

${fillIn}: the ways out, the quick fix first if there is one.

## Settings and suppression

Severity: \`"afdLens.rules": { "${code}": "off" }\`; this silences the rule.

To accept one finding, give the reason in a comment${room === 'launch' ? ' on the line above, or at an ancestor key in YAML\n([more](README.md#suppression)):' : '. It may stand behind the value, on its own line above, at an\nancestor key, or before the first key for the whole document ([more](README.md#suppression)):'}

\`\`\`${room === 'launch' ? 'sh' : 'yaml'}
# afd-lens: ignore ${code} -- ${fillIn}: a reason that somebody may have
\`\`\`

## Default severity

Information. Since ${JSON.parse(readFileSync('package.json', 'utf8')).version}.
`;
