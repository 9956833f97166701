import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Dialects {
  dialectNamesIn(source: string): readonly string[];
  descriptorsIn(source: string): readonly string[];
  askedByName(code: string, names: readonly string[], descriptors: readonly string[]): string | undefined;
}

describe('the structure check of dialects', () => {
  let tool: Dialects;
  let names: readonly string[];
  let descriptors: readonly string[];
  const asked = (code: string) => tool.askedByName(code, names, descriptors);
  before(async () => {
    tool = (await import(pathToFileURL(resolve('tools/structure/dialects.mjs')).href)) as Dialects;
    const table = readFileSync('server/src/manifest/dialects/dialects.ts', 'utf8');
    names = tool.dialectNamesIn(table);
    descriptors = tool.descriptorsIn(table);
  });

  it('knows every dialect', () => {
    assert.ok(names.length >= 8);
    assert.equal(descriptors.length, names.length);
    assert.ok(descriptors.includes('sglangAfd'));
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
    "const { engine } = launchDialect(deployment) ?? {};\nreturn engine === 'SGLang';",
    "switch (launchDialect(deployment)?.engine) {\n  case 'SGLang':",
    "if (launchDialect(deployment)!.engine.includes('SGLang')) return [];",
    'if (engines.has(launchDialect(deployment)!.engine)) return [];',
    "import { sglangAfd } from '../../manifest/dialects/sglang/sglang-afd';",
    'for (const { dialect } of all) seen.add(dialect);',
    "const check = ({ deployment: { dialect } }: Subject) => dialect?.startsWith('sgl');",
    'function wordsOf({\n  dialect,\n  launches,\n}: Deployment): string {',
    'import type { LaunchDialect } from "../manifest/dialects/dialects";',
  ]) {
    it(`refuses ${code}`, () => assert.notEqual(asked(code), undefined));
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
    it(`lets be: ${code}`, () => assert.equal(asked(code), undefined));
  }
});
