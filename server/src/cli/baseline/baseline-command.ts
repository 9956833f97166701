import type { Command } from 'commander';
import { baselineName } from '../../configuration/baseline';
import type { CommandContext, RunCommand } from '../command-context';
import { type BaselineArguments, runBaseline } from './baseline';

/** `baseline create|prune PATHS...` */
export function addBaseline(
  program: Command,
  context: CommandContext,
  run: RunCommand<BaselineArguments> = runBaseline,
): void {
  const baseline = program
    .command('baseline')
    .description(`the findings a project starts with, in ${baselineName}: they are reported only once they get worse`);
  const actions = { create: 'note the findings there are now', prune: 'remove what is no longer needed' } as const;
  for (const action of ['create', 'prune'] as const) {
    baseline
      .command(action)
      .description(actions[action])
      .argument('[path...]', 'files, folders and glob patterns', ['.'])
      .action(async (paths: readonly string[]) => context.exit(await run({ action, paths }, context)));
  }
}
