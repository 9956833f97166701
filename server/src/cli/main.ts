import { parseArgs } from 'node:util';
import type { Output } from './analyze-file';
import { explainFiles, explainFormats } from './explain';
import { simulateFile } from './simulate';
import { parseSimulateArguments, simulateUsage, UsageError } from './simulate-options';

const usage = `afd-lens: the optimal attention-to-FFN ratio of an AFD deployment

  afd-lens explain FILE...   the derivation of every deployment in the files
      --format text|markdown|json   (default: text)

${simulateUsage}
  -h, --help      this text
  -v, --version   the version

Exit status: 0 done, 2 usage or input error.
`;

const output: Output = {
  out: (text) => process.stdout.write(text),
  error: (line) => process.stderr.write(`afd-lens: ${line}\n`),
};

/** Set at build time from package.json. */
declare const packageVersion: string;

/** Each runs a command with the arguments after its name and returns the exit status. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  explain,
  simulate: (args) => simulateFile(parseSimulateArguments(args), output, interrupted()),
};

/** Runs the command line; returns the exit status. Results go to standard output, everything else to standard error. */
async function run(args: readonly string[]): Promise<number> {
  const before = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (before.some((arg) => arg === '--version' || arg === '-v')) {
    process.stdout.write(`${packageVersion}\n`);
    return 0;
  }
  if (before.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(usage);
    return 0;
  }
  const [command, ...rest] = args;
  if (command === undefined) throw new UsageError('no command given');
  const runCommand = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!runCommand) throw new UsageError(`unknown command '${command}'`);
  return runCommand(rest);
}

async function explain(args: readonly string[]): Promise<number> {
  const options = { format: { type: 'string', default: 'text' } } as const;
  const { values, positionals: files } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (files.length === 0) throw new UsageError('explain needs a file');
  const format = explainFormats.find((known) => known === values.format);
  if (!format) throw new UsageError(`unknown format '${values.format}'; known: ${explainFormats.join(', ')}`);
  return explainFiles(files, format, output);
}

/** Aborts at the first Ctrl+C; a second one ends the program as usual. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new Error('Interrupted.')));
  return controller.signal;
}

run(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    output.error(`${error instanceof Error ? error.message : String(error)}; see afd-lens --help`);
    process.exitCode = 2;
  },
);
