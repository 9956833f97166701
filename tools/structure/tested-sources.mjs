// Which source files no test knows. A file is known to the test of its name, to tests that import it, and to those that
// name it in their first lines: "// Also tests: folder/file, folder/" (below server/src, or from client/ on).
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { importsOf } from './imports.mjs';

/** Files of fewer lines, and those of types alone, may do without. */
const mostUntestedLines = 30;

/** What is wrong: a source file that no test knows, or a name in a test that no source file has. */
export function testedSourcesProblems(sources, tests) {
  const problems = [];
  const known = new Set(tests.flatMap(sourcesOf));
  for (const test of tests) {
    for (const name of namesIn(readFileSync(test, 'utf8'))) {
      const path = name.startsWith('client/') ? name : `server/src/${name}`;
      const named = sources.filter((source) =>
        name.endsWith('/') ? source.startsWith(path) : source === `${path}.ts`,
      );
      for (const source of named) known.add(source);
      if (named.length === 0) problems.push(`${test}: "Also tests" names ${name}, which is no source file`);
    }
  }
  for (const source of sources) {
    const text = readFileSync(source, 'utf8');
    if (text.split('\n').length <= mostUntestedLines || isTypesOnly(text)) continue;
    if (!known.has(source) && !existsSync(testOf(source)))
      problems.push(`${source}: no test of its name (${testOf(source)}), and none that names it in "Also tests: ..."`);
  }
  return problems;
}

/** Where the test of a source file's name would be. */
function testOf(source) {
  const root = ['server/src', 'client/src', 'client/webview'].find((folder) => source.startsWith(`${folder}/`));
  const tests = root === 'server/src' ? 'test' : 'test/client';
  return join(tests, relative(root, source)).replace(/\.ts$/, '.test.ts');
}

/** Sources that a test runs something of; their types alone test nothing. */
function sourcesOf(test) {
  return importsOf(readFileSync(test, 'utf8')).flatMap(({ specifier, isType }) =>
    isType || !specifier.startsWith('.') ? [] : [`${join(dirname(test), specifier)}.ts`],
  );
}

function namesIn(text) {
  const [, names = ''] = /^\/\/.* ?Also tests: (.*(?:\n\/\/ {3}.*)*)/m.exec(text) ?? [];
  return names.split(/[,\s/]*\n\/\/\s+|,\s*/).filter(Boolean);
}

function isTypesOnly(text) {
  return !/^(?:export )?(?:async )?(?:function|const|let|class|abstract class)\b/m.test(text);
}
