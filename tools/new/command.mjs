// A command of afd-lens: its words and options, what it does, its entry in the program, a test, its rows in the pages.
import { existsSync } from 'node:fs';
import { fillIn, insertChange, insertImport } from './changes.mjs';
import { pascalCase, requireName } from './names.mjs';

export const usage = 'command NAME';

/** Adds to `changes` what a command needs. Throws in a sentence what is wrong with its name. */
export function scaffold(changes, name) {
  requireName(name, 'command');
  if (name.endsWith('-command')) throw new Error(`${name}: leave out -command, which its file ends with by itself.`);
  if (name === 'help') throw new Error('help is a command of the program itself; take another name.');
  const folder = `server/src/cli/${name}`;
  if (existsSync(folder)) throw new Error(`${folder} is there already.`);
  changes.create(`${folder}/${name}-command.ts`, words(name));
  changes.create(`${folder}/${name}.ts`, source(name));
  changes.edit('server/src/cli/main.ts', (text) =>
    insertImport(text, `add${pascalCase(name)}`, `./${name}/${name}-command`).replace(
      /^const commands: readonly AddCommand\[\] = \[[^\]]*(?=\];)/m,
      (list) => `${list}add${pascalCase(name)},\n`,
    ),
  );
  changes.create(`test/cli/${name}/${name}.test.ts`, test(name));
  changes.edit('docs/command-line.md', (text) => `${text.trimEnd()}\n\n${section(name)}`);
  changes.edit('README.md', (text) =>
    text.replace(
      /^(?=\| `afd-lens mcp`)/m,
      `| \`afd-lens ${name} FILE\` | ${fillIn}: what it answers, in a phrase |\n`,
    ),
  );
  changes.edit('CHANGELOG.md', (text) => insertChange(text, `- \`afd-lens ${name}\` ${fillIn}: what it answers.`));
}

const words = (name) => `import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { run${pascalCase(name)}, type ${pascalCase(name)}Arguments } from './${name}';

/** \`${name} FILE\` */
export function add${pascalCase(name)}(program: Command, context: CommandContext, run: RunCommand<${pascalCase(name)}Arguments> = run${pascalCase(name)}): void {
  program
    .command('${name}')
    .description('${fillIn}: what it answers, in a phrase')
    // ${fillIn}: its arguments and options; those that other commands have too are in ../shared-options.
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .action(async (file: string) => context.exit(await run({ file }, context)));
}
`;

const source = (name) => `import type { CommandContext } from '../command-context';

/** What the command line asks for. */
export interface ${pascalCase(name)}Arguments {
  readonly file: string;
}

/** ${fillIn}: what it does; returns the exit status. */
export async function run${pascalCase(name)}({ file }: ${pascalCase(name)}Arguments, { error }: CommandContext): Promise<number> {
  // ${fillIn}: FileAnalyzer of ../analyze-file reads files, chooseDeployments of ../choose-deployments picks deployments of them;
  // results go to \`out\`, everything else to \`error\`, a line each; 2 where something cannot be read.
  error(\`\${file}: ${name} does nothing yet\`);
  return 2;
}
`;

const test = (name) => `import assert from 'node:assert/strict';
import { add${pascalCase(name)} } from '../../../server/src/cli/${name}/${name}-command';
import { runCommand } from '../run-command';

const run = (...args: string[]) => runCommand(add${pascalCase(name)}, ['${name}', ...args]);

describe('${name}', () => {
  it('${fillIn}: says what it answers of an example', async () => {
    const { status, out, error } = await run('examples/paper-base-case.afd.yaml');
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /${fillIn}/);
  });

  it('ends with status 2 and one line where the file is not there', async () => {
    const { status, out, error } = await run('gone.afd.yaml');
    assert.deepEqual([status, out], [2, '']);
    assert.match(error, /^gone\\.afd\\.yaml: [^\\n]+\\n$/);
  });

  it('is written', () => assert.fail('fill in server/src/cli/${name}/ and the cases here, then remove this test'));
});
`;

const section = (name) => `## \`afd-lens ${name}\`

\`\`\`text
afd-lens ${name} FILE
\`\`\`

${fillIn}: what it answers, and from what.

| Option | Default | |
|---|---|---|
| ${fillIn} | | |

\`\`\`text
$ afd-lens ${name} examples/paper-base-case.afd.yaml
${fillIn}
\`\`\`

${fillIn}: the exit status.
`;
