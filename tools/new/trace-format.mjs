// A trace format whose unit is a JSON object: its reader, its place among the formats, a fixture, a test, its rows in the pages.
// One with a request per row or object needs no code: it is a line in server/src/workload/readers/flat-formats.ts.
import { fillIn, insertChange, insertImport } from './changes.mjs';
import { inWords, requireName, upperCase } from './names.mjs';

export const usage = 'trace-format NAME';

const readers = 'server/src/workload/readers';

/** Adds to `changes` what a trace format needs. Throws in a sentence what is wrong with its name. */
export function scaffold(changes, name) {
  requireName(name, 'trace format');
  changes.create(`${readers}/${name}.ts`, source(name));
  changes.edit(`${readers}/json-requests.ts`, (text) =>
    // The first format that recognises an object reads it, so that a new one takes nothing from the others.
    insertImport(text, upperCase(name), `./${name}`).replace(
      '  ...UNUSABLE_JSON,',
      `  ${upperCase(name)},\n  ...UNUSABLE_JSON,`,
    ),
  );
  changes.create(`test/fixtures/traces/${name}.jsonl`, fixture);
  changes.create(`test/workload/readers/${name}.test.ts`, test(name));
  changes.edit('docs/workload.md', (text) =>
    text.replace(
      /^\| llmperf, /m,
      `| ${inWords(name)} | JSON Lines | ${fillIn}: its keys | ${fillIn}: P | ${fillIn}: D | ${fillIn}: arrival time and its unit |\n$&`,
    ),
  );
  changes.edit('README.md', (text) =>
    text.replace(/^(\| benchmarks \|.*) \|$/m, `$1, ${fillIn}: ${inWords(name)}, or in another row |`),
  );
  changes.edit('CHANGELOG.md', (text) => insertChange(text, `- ${fillIn}: traces of ${inWords(name)}.`));
}

const source = (name) => `import type { JsonFormat } from './json-format';

const PREFILL = '${fillIn}: the key of the prompt length';
const DECODE = '${fillIn}: the key of the output length';

/** ${fillIn}: what writes such files, and what one object of them is. */
export const ${upperCase(name)}: JsonFormat = {
  name: '${inWords(name)}',
  recognises: (value) => PREFILL in value && DECODE in value,
  read: (value, collector, lineOf) =>
    collector.request(() => lineOf([]), {
      prefill: value[PREFILL],
      decode: value[DECODE],
      prefillName: PREFILL,
      decodeName: DECODE,
      // ${fillIn}: \`new ArrivalClock('ms').seconds(value.time)\`, where arrivals are known
      seconds: undefined,
    }),
};
`;

const fixture = `{"${fillIn}": "requests of 100 and 10, 200 and 20 tokens, as the program writes them"}
`;

const test = (name) => `import { assertTrace, TWO } from '../trace-fixture';

describe('${inWords(name)}', () => {
  // ${fillIn}: span, the seconds from the first arrival to the last, if arrivals are known; a case for each thing it skips.
  it('two requests', () => assertTrace('${name}.jsonl', { format: '${inWords(name)}', requests: TWO }));

  it('is written', () => {
    throw new Error('fill in ${readers}/${name}.ts, its fixture and the cases here, then remove this test');
  });
});
`;
