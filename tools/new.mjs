// Writes the files, registrations and test skeletons of a new thing, and says what is to be filled in: until then
// `npm test` fails.
// Usage: npm run new -- rule AFD106 NAME | dialect NAME | command NAME | trace-format NAME
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Changes, fillIn } from './new/changes.mjs';
import * as command from './new/command.mjs';
import * as dialect from './new/dialect.mjs';
import * as rule from './new/rule.mjs';
import * as traceFormat from './new/trace-format.mjs';

const kinds = { rule, dialect, command, 'trace-format': traceFormat };

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const [kind, ...names] = process.argv.slice(2);
try {
  const { scaffold, usage } = Object.hasOwn(kinds, kind ?? '') ? kinds[kind] : {};
  if (!scaffold || names.length !== usage.split(' ').length - 1) {
    const uses = Object.values(kinds).map((each) => `  npm run new -- ${each.usage}`);
    throw new Error(`Say what is new:\n${uses.join('\n')}`);
  }
  const changes = new Changes();
  scaffold(changes, ...names);
  const written = changes.write();
  format(written.map(({ path }) => path).filter((path) => path.endsWith('.ts')));
  for (const { path, created } of written) console.log(`${created ? 'new    ' : 'changed'} ${path}`);
  console.log(
    `\nFill in what is marked ${fillIn}; node tools/check-structure.mjs lists it. Try it with npm run test:one -- ${names.at(-1)}`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

/** How long a name is decides how lines break and imports are sorted. */
function format(paths) {
  const biome = spawnSync('npx', ['biome', 'check', '--write', '--error-on-warnings', ...paths], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (biome.status !== 0) throw new Error(`What was written is not in order:\n${biome.stdout}${biome.stderr}`);
}
