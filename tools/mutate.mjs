// Changes the code of folders of server/src, one small change at a time, and lists the changes that no test notices.
// Usage: npm run mutate -- FOLDER|FILE... [--tests FOLDER|FILE...]   (paths below server/src and test, without extension;
// without --tests: the tests that mirror them)
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const report = 'out/mutation/report.json';
const require = createRequire(import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean' } },
});
if (values.help || positionals.length === 0) {
  console.error('Say what to mutate: npm run mutate -- provisioning/cycle');
  process.exit(2);
}
const mochaForStryker = require.resolve('./mocha-for-stryker.cjs');
require(mochaForStryker);
process.env.NODE_OPTIONS = `--require ${JSON.stringify(mochaForStryker)}`;
const { Stryker } = await import('@stryker-mutator/core');
const instrumenter = dirname(require.resolve('@stryker-mutator/instrumenter/package.json'));
const { allMutators } = await import(pathToFileURL(join(instrumenter, 'dist/src/mutators/mutate.js')));
const { default: babel } = await import(
  pathToFileURL(createRequire(join(instrumenter, 'package.json')).resolve('@babel/core'))
);
// Thresholds are numbers, which Stryker leaves alone.
allMutators.push({ name: 'NumericLiteral', mutate: (path) => otherNumbers(path, babel.types) });

await new Stryker({
  mutate: positionals.map((place) => sources(place)),
  testRunner: 'mocha',
  mochaOptions: { 'no-config': true, spec: (values.tests.length > 0 ? values.tests : positionals).map(tests) },
  buildCommand: 'node tools/build.mjs --tests',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Slow tests are slower under mutation, and a loop without end is found all the same.
  timeoutMS: 20_000,
  ignorePatterns: ['/out', '/dist', '/docs/images', '/.vscode-offline', '/shots'],
  tempDirName: 'out/mutation/sandbox',
  reporters: ['json', 'progress'],
  jsonReporter: { fileName: report },
  disableTypeChecks: '{server,client,test}/**/*.ts',
  // Stryker would rewrite one with an interface that TypeScript 7 does not have; the build reads none.
  tsconfigFile: 'none',
  // Words are held by the tests of wording and by golden files.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration', 'Regex', 'OptionalChaining'] },
}).runMutationTest();
printSurvivors(JSON.parse(readFileSync(report, 'utf8')).files);

function sources(place) {
  if (existsSync(`server/src/${place}.ts`)) return `server/src/${place}.ts`;
  if (existsSync(`server/src/${place}`) && statSync(`server/src/${place}`).isDirectory())
    return `server/src/${place}/**/*.ts`;
  console.error(`server/src/${place} is no file and no folder.`);
  process.exit(2);
}

function tests(place) {
  return existsSync(`test/${place}.test.ts`) ? `out/test/${place}.test.js` : `out/test/${place}/**/*.test.js`;
}

/** Numbers a little above and below; a whole number below ten becomes the next. */
function* otherNumbers(path, types) {
  if (!path.isNumericLiteral() || path.parentPath.isTSLiteralType() || path.key === 'key') return;
  const { value } = path.node;
  const others = Number.isInteger(value) && value < 10 ? [value + 1] : [value * 1.02, value * 0.98];
  for (const other of others) yield types.numericLiteral(other);
}

function printSurvivors(files) {
  let killed = 0;
  let survived = 0;
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    for (const { status, location, replacement, mutatorName } of mutants) {
      if (status === 'Killed' || status === 'Timeout' || status === 'RuntimeError') killed += 1;
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      survived += 1;
      const { start, end } = location;
      const line = lines[start.line - 1];
      const was = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line.trim();
      console.log(
        `${file}:${start.line} ${mutatorName}: ${was}  ->  ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}`,
      );
    }
  }
  console.log(`${killed} changes noticed, ${survived} not`);
}
