// Every rule states its code, is in the catalogue, has a page and a row in the list of pages, and a test of its name with
// cases in which it reports and cases in which it is silent.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { withoutComments } from './imports.mjs';

const catalogueFile = 'server/src/rules/catalogue.ts';
const pages = 'docs/rules';

/** What is wrong with the rules, of all files below server/src/rules. */
export function rulesProblems(files) {
  const catalogued = cataloguedRules(readFileSync(catalogueFile, 'utf8'));
  const list = readFileSync(`${pages}/README.md`, 'utf8');
  const problems = [];
  const fileOf = new Map();
  const rules = new Set();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, code] of text.matchAll(/'(AFD\d{3})'/g)) {
      const rule = exportedConstants(text).find((name) => catalogued.includes(name));
      if (fileOf.has(code)) problems.push(`${file}: ${code} is stated in ${fileOf.get(code)} already`);
      else if (!rule) problems.push(`${file}: its rule ${code} is not in ${catalogueFile}`);
      else problems.push(...ruleProblems(code, rule, file, list));
      fileOf.set(code, file);
      rules.add(rule);
    }
  }
  for (const rule of catalogued)
    if (!rules.has(rule))
      problems.push(
        `${catalogueFile}: ${rule} states no code in its file; write it there as a plain text, code: 'AFD123'`,
      );
  for (const page of existsSync(pages) ? readdirSync(pages) : [])
    if (page !== 'README.md' && !fileOf.has(page.replace('.md', ''))) problems.push(`${pages}/${page}: no such rule`);
  return problems;
}

/** The entries of the catalogue's lists of rules. */
export function cataloguedRules(catalogue) {
  return [...catalogue.matchAll(/^ {2}(\w+),$/gm)].map(([, name]) => name);
}

function exportedConstants(text) {
  return [...text.matchAll(/^export const (\w+)(?:: [^=]+)? = /gm)].map(([, name]) => name);
}

function ruleProblems(code, rule, file, list) {
  const problems = [];
  if (!existsSync(`${pages}/${code}.md`)) problems.push(`${pages}/${code}.md is missing`);
  if (!list.includes(`\n| [${code}](${code}.md) |`))
    problems.push(`${pages}/README.md: its table has no row of ${code}`);
  const test = file.replace('server/src', 'test').replace(/\.ts$/, '.test.ts');
  // The type of describeRule asks for at least one case of either kind.
  if (!existsSync(test) || !withoutComments(readFileSync(test, 'utf8')).includes(`describeRule(${rule}, {`))
    problems.push(`${test}: must state cases of ${code} by describeRule(${rule}, { reports, silent })`);
  return problems;
}
