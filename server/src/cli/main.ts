import { Command, CommanderError } from 'commander';
import { addBaseline } from './check/baseline';
import { addCheck } from './check/check-options';
import type { AddCommand, CommandContext } from './command-context';
import { compareFile } from './compare/compare';
import { addCompare } from './compare/compare-options';
import { addDiff } from './diff/diff';
import { addExplain } from './explain/explain';
import { addFit } from './fit/fit';
import { addInit } from './init/init';
import { addMcp } from './mcp/mcp';
import { planFile } from './plan/plan';
import { addPlan } from './plan/plan-options';
import { scheduleTrace } from './schedule/schedule';
import { addSchedule } from './schedule/schedule-options';
import { simulateFile } from './simulate/simulate';
import { addSimulate } from './simulate/simulate-options';
import { guardStandardStreams } from './standard-streams';
import { addWorkload } from './workload/workload';

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
