import { Command, CommanderError } from 'commander';
import { addBaseline } from './baseline/baseline-command';
import { addCheck } from './check/check-command';
import type { AddCommand, CommandContext } from './command-context';
import { addCompare } from './compare/compare-command';
import { addDiff } from './diff/diff-command';
import { addExplain } from './explain/explain-command';
import { addFit } from './fit/fit-command';
import { addInit } from './init/init-command';
import { addMcp } from './mcp/mcp-command';
import { addPlan } from './plan/plan-command';
import { addSchedule } from './schedule/schedule-command';
import { addSimulate } from './simulate/simulate-command';
import { guardStandardStreams } from './standard-streams';
import { addWorkload } from './workload/workload-command';

/** Set at build time from package.json. */
declare const packageVersion: string;

/** Every command, in the order of the help. */
const commands: readonly AddCommand[] = [
  addCheck,
  addDiff,
  addExplain,
  addWorkload,
  addSimulate,
  addPlan,
  addCompare,
  addSchedule,
  addFit,
  addBaseline,
  addInit,
  addMcp,
];

const context: CommandContext = {
  out: (text) => process.stdout.write(text),
  error: (line) => process.stderr.write(`afd-lens: ${line}\n`),
  exit: (status) => {
    process.exitCode = status;
  },
  interrupted() {
    const controller = new AbortController();
    process.once('SIGINT', () => controller.abort(new Error('Interrupted.')));
    return controller.signal;
  },
  blocking(work) {
    const listeners = process.rawListeners('SIGINT') as NodeJS.SignalsListener[];
    // With none left the system's own way of ending the program is back.
    process.removeAllListeners('SIGINT');
    try {
      return work();
    } finally {
      for (const listener of listeners) process.on('SIGINT', listener);
    }
  },
};

/** The program with its commands. Errors are thrown, for one line on standard error. */
function program(): Command {
  const root = new Command('afd-lens')
    .description('The optimal attention-to-FFN ratio of an AFD deployment.')
    .version(packageVersion, '-v, --version', 'the version')
    .helpOption('-h, --help', 'this text')
    .helpCommand(false)
    .addHelpText('after', '\nExit status: 0 nothing to report, 1 findings, 2 usage, configuration or input error.')
    .configureOutput({ writeErr: () => undefined })
    .exitOverride();
  for (const add of commands) add(root, context);
  return root;
}

/** One line for an error; undefined where commander has already said what was asked for. */
function errorLine(error: unknown): string | undefined {
  if (!(error instanceof CommanderError)) return error instanceof Error ? error.message : String(error);
  if (error.exitCode === 0) return undefined;
  if (error.code === 'commander.help') return 'no command given';
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  return [first.replace(/\.$/, ''), ...more].join(' ');
}

guardStandardStreams();
program()
  .parseAsync()
  .catch((error: unknown) => {
    const line = errorLine(error);
    if (line === undefined) return;
    context.error(`${line}; see afd-lens --help`);
    process.exitCode = 2;
  });
