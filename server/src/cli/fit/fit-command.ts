import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { someText } from '../option-values';
import { forceOption, formatOption, plotOption, type TextOrJson } from '../shared-options';
import { type FitArguments, runFit } from './fit';

/** The options as commander reads them. */
interface FitOptionValues {
  readonly format: TextOrJson;
  readonly output?: string;
  readonly plot?: string;
  readonly name?: string;
  readonly model?: string;
  readonly device?: string;
  readonly force: boolean;
}

/** `fit MEASUREMENTS` */
export function addFit(program: Command, context: CommandContext, run: RunCommand<FitArguments> = runFit): void {
  program
    .command('fit')
    .description('a latency profile from measurements: timings of stages, or a sweep of whole steps')
    .argument('<measurements>', 'a table (CSV, TSV) or JSON Lines')
    .allowExcessArguments(false)
    .addOption(formatOption('of the report'))
    .option('-o, --output <file>', 'the profile: a new file, or - for standard output instead of the report', someText)
    .addOption(plotOption('measured points and fitted lines'))
    .option('--name <name>', 'of the profile (default: the name of its file)', someText)
    .option('--model <id>', 'that was measured', someText)
    .option('--device <id>', 'that was measured', someText)
    .addOption(forceOption())
    .action(async (file: string, values: FitOptionValues) =>
      context.exit(await run(toArguments(file, values), context)),
    );
}

function toArguments(file: string, values: FitOptionValues): FitArguments {
  const { format, output, plot, name, model, device, force } = values;
  return { file, format, output, plot, name, model, device, force };
}
