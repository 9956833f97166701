import { Command, CommanderError } from 'commander';
import { addBaseline } from './baseline';
import { addCheck } from './check-options';
import type { AddCommand, CommandContext } from './command-context';
import { compareFile } from './compare';
import { addCompare } from './compare-options';
import { addDiff } from './diff';
import { addExplain } from './explain';
import { addFit } from './fit';
import { addInit } from './init';
import { addMcp } from './mcp';
import { planFile } from './plan';
import { addPlan } from './plan-options';
import { scheduleTrace } from './schedule';
import { addSchedule } from './schedule-options';
import { simulateFile } from './simulate';
import { addSimulate } from './simulate-options';
import { guardStandardStreams } from './standard-streams';
import { addWorkload } from './workload';

/** Set at build time from package.json. */
declare const packageVersion: string;

const commands: readonly AddCommand[] = [
  addCheck,
  addDiff,
  addExplain,
  addWorkload,
  (program, context) => addSimulate(program, context, (asked) => simulateFile(asked, context, context.interrupted())),
  (program, context) => addPlan(program, context, (asked) => planFile(asked, context)),
  (program, context) => addCompare(program, context, (asked) => compareFile(asked, context)),
  (program, context) => addSchedule(program, context, (asked) => scheduleTrace(asked, context, context.interrupted())),
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
