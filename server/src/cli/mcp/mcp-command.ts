import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { runMcp } from './mcp';

/** `mcp` */
export function addMcp(program: Command, context: CommandContext, run: RunCommand<undefined> = runMcp): void {
  program
    .command('mcp')
    .description('tools for agents: a Model Context Protocol server on standard input and output')
    .allowExcessArguments(false)
    .action(async () => context.exit(await run(undefined, context)));
}
