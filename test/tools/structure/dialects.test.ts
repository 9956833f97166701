import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Dialects {
  dialectNamesIn(source: string): readonly string[];
  askedByName(code: string, names: readonly string[]): string | undefined;
}

describe('the structure check of dialects', () => {
  let tool: Dialects;
  let names: readonly string[];
  before(async () => {
    tool = (await import(pathToFileURL(resolve('tools/structure/dialects.mjs')).href)) as Dialects;
    names = tool.dialectNamesIn(readFileSync('server/src/manifest/dialects/dialects.ts', 'utf8'));
  });

  it('knows every dialect', () => {
    assert.ok(names.length >= 8);
    assert.ok(names.includes('sglang-afd') && names.includes('aiconfigurator') && names.includes('stepmesh'));
  });

  for (const code of [
    "if (deployment.dialect === 'sglang-afd') return [];",
    'if (deployment.dialect == wanted) return [];',
    "const wanted = 'sglang-afd';",
    'const wanted = "sglang-afd";',
    'const wanted = `sglang-afd`;',
    'if (/sglang-afd/.test(name)) return [];',
    'if (/^stepmesh$/i.test(name)) return [];',
    'const name = deployment.dialect;',
    'const words = wordsOf[deployment.dialect];',
    'const words = wordsOf[dialect];',
    'const { dialect } = deployment;',
    'const { launches, dialect: name } = deployment;',
    'function wordsOf({ launches, dialect }: Deployment) {',
    'const check = ({ dialect }: Deployment) => [];',
    'switch (subject.deployment.dialect) {',
    "const words = { 'sglang-afd': 1 };",
    'const words = { stepmesh: 1 };',
    'if (launch.dialect.startsWith(start)) return [];',
    'if (launchDialect(deployment) === dialects.stepmesh) return [];',
    "if (dialectOf(launch).engine === 'vLLM') return [];",
    'import type { LaunchDialect } from "../manifest/dialects/dialects";',
  ]) {
    it(`refuses ${code}`, () => assert.notEqual(tool.askedByName(code, names), undefined));
  }

  for (const code of [
    'const dialect = dialectOf(launch);',
    'const overlap = launchDialect(deployment)?.overlap;',
    'dialect: deployment.dialect,',
    'function formerKeys({ settings }: Launch, dialect: Dialect, build: Build): readonly Finding[] {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is looked at
    'const message = `${dialect.engine} has no such setting`;',
    'return dialect ? launchTopics(dialect).flatMap(disagreements) : [];',
    '// as sglang-afd does, deployment.dialect',
    "import type { Dialect } from '../../manifest/dialects/dialect';",
    "const engine = 'vLLM';",
  ]) {
    it(`lets be: ${code}`, () => assert.equal(tool.askedByName(code, names), undefined));
  }
});
