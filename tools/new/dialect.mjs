// A dialect: its descriptor, its entry in the table of dialects, launches to read, a test, its row in the page.
import { existsSync } from 'node:fs';
import { fillIn, insertChange, insertImport } from './changes.mjs';
import { camelCase, requireName } from './names.mjs';

export const usage = 'dialect NAME';

const folder = 'server/src/manifest/dialects';

/** Adds to `changes` what a dialect needs. Throws in a sentence what is wrong with its name. */
export function scaffold(changes, name) {
  requireName(name, 'dialect');
  if (existsSync(`test/fixtures/launches/${name}`)) throw new Error(`${name} is a dialect already.`);
  if (existsSync(`${folder}/${name}`))
    throw new Error(`${folder}/${name} holds dialects of that engine; take a name that tells this one from them.`);
  changes.create(`${folder}/${name}.ts`, source(name));
  changes.edit(`${folder}/dialects.ts`, (text) =>
    // The last one is told by the environment of a transport alone, which other dialects have too.
    insertImport(text, camelCase(name), `./${name}`).replace(
      /^(?=.*\n\} as const satisfies )/m,
      camelCase(name) === name ? `  ${name},\n` : `  '${name}': ${camelCase(name)},\n`,
    ),
  );
  changes.create(`test/fixtures/launches/${name}/pair.sh`, fixture(name));
  changes.create(`test/manifest/dialects/${name}.test.ts`, test(name));
  changes.edit('docs/dialects.md', (text) =>
    text.replace(
      /^(?=\| StepMesh \|)/m,
      `| ${fillIn}: what people call it | \`--${name}-role\` | ${fillIn}: its counts |\n`,
    ),
  );
  changes.edit('CHANGELOG.md', (text) => insertChange(text, `- ${fillIn}: launches of ${name} are read.`));
}

const source = (name) => `import { knownValue, type Launch } from '../launches/launch';
import { countOption, emptyLaunch, type ProgramCall } from '../launches/program-call';
import { roleNamed } from '../launches/role';
import { placeOf, stated, word } from '../launches/stated';
import { type Dialect, mostRunning } from './dialect';

/** ${fillIn}: which engine it is, and by what its launches are told. */
export const ${camelCase(name)}: Dialect = {
  engine: '${fillIn}: what runs a launch or refuses it, as it stands in a sentence',
  // ${fillIn}: what stands in each of its launches, and hardly anywhere else.
  marks: [[/--${name}-role\\b/]],
  read: (calls) => calls.flatMap(launchesOf),
  switches: ['${name}-role'],
  poolSizeWords: { attention: '\`--${fillIn}\`', ffn: '\`--${fillIn}\`' },
  requests: { option: '--${fillIn}', is: mostRunning },
  // ${fillIn}: what else is known of it, see \`Dialect\`. What is left out is not known, and nothing is said about it.
};

function launchesOf(call: ProgramCall): readonly Launch[] {
  const role = call.options.get('${name}-role');
  return role ? [launchOf(call, stated(placeOf(role), roleNamed))] : [];
}

function launchOf(call: ProgramCall, role: Launch['role']): Launch {
  return {
    ...emptyLaunch('${name}', call),
    role,
    pool: knownValue(role),
    // ${fillIn}: what its options and its environment say of each of these, and of host, port and connector.
    attentionRanks: countOption(call, '${fillIn}'),
    ffnRanks: countOption(call, '${fillIn}'),
    maxNumSeqs: countOption(call, '${fillIn}'),
    model: stated(placeOf(call.options.get('model')), word),
  };
}
`;

const fixture = (name) => `#!/bin/sh
# ${fillIn}: both launches of a deployment, as its documentation starts them
serve --model org/model --${name}-role attention &
serve --model org/model --${name}-role ffn
`;

const test = (name) => `import assert from 'node:assert/strict';
import { factsOf, fixture, launchesIn } from '../launches/launch-fixtures';

describe('${name}', () => {
  it('${fillIn}: says what its launches state', () => {
    const text = fixture('${name}/pair.sh');
    const [attention, ffn] = launchesIn(text, 'pair.sh');
    assert.deepEqual(factsOf(attention, text), { role: ['attention', 'attention', '--${name}-role'] });
    assert.deepEqual(factsOf(ffn, text), {});
  });

  it('is written', () =>
    assert.fail('fill in ${folder}/${name}.ts, its launches and the cases here, then remove this test'));
});
`;
