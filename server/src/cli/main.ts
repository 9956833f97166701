import { parseArgs } from 'node:util';
import { type ExplainFormat, explainFiles, explainFormats } from './explain';

const usage = `afd-lens: the optimal attention-to-FFN ratio of an AFD deployment

  afd-lens explain FILE...   the derivation of every deployment in the files
      --format text|markdown|json   (default: text)

  -h, --help      this text
  -v, --version   the version

Exit status: 0 done, 2 usage or input error.
`;

/** Runs the command line; returns the exit status. Results go to standard output, everything else to standard error. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  if (values.version) {
    process.stdout.write(`${packageVersion}\n`);
    return 0;
  }
  const [command, ...files] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (command !== 'explain') return fail(command === undefined ? 'no command given' : `unknown command '${command}'`);
  if (files.length === 0) return fail('explain needs a file');
  const format = explainFormats.find((known) => known === values.format);
  if (!format) return fail(`unknown format '${values.format}'; known: ${explainFormats.join(', ')}`);
  return explainFiles(files, format satisfies ExplainFormat, {
    out: (text) => process.stdout.write(text),
    error: (line) => process.stderr.write(`afd-lens: ${line}\n`),
  });
}

function fail(message: string): number {
  process.stderr.write(`afd-lens: ${message}; see afd-lens --help\n`);
  return 2;
}

/** Set at build time from package.json. */
declare const packageVersion: string;

run(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.exitCode = fail(error instanceof Error ? error.message : String(error));
  },
);
