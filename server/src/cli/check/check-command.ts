import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SettingsLayer } from '../../configuration/configuration';
import { ruleCodes } from '../../rules/catalogue';
import type { Severity } from '../../rules/rule';
import { closest } from '../../text/closest';
import type { CommandContext, RunCommand } from '../command-context';
import { wholeNumber } from '../option-values';
import { allowedRootOption } from '../shared-options';
import { type CheckArguments, runCheck } from './check';
import type { FailOn, Gate } from './check-status';
import { type FormatName, formatNames } from './formats/report-formats';
import { addToPairs, type OutputPair, reportTargets } from './report-targets';

const severities = ['off', 'hint', 'info', 'warning', 'error'] as const;

interface CheckOptionValues {
  readonly stdinFilename?: string;
  readonly failOn: FailOn;
  readonly failOnRule?: readonly string[];
  readonly exitZero?: true;
  readonly maxWarnings?: number;
  readonly strict?: true;
  readonly rule?: SettingsLayer['rules'];
  readonly allowedRoot?: readonly string[];
  readonly showSuppressed?: true;
  readonly fix?: true;
  readonly fixDryRun?: true;
}

/** `check PATHS...` */
export function addCheck(program: Command, context: CommandContext, run: RunCommand<CheckArguments> = runCheck): void {
  const outputs: OutputPair[] = [];
  program
    .command('check')
    .description('the findings in files, folders and glob patterns; `-` reads standard input')
    .argument('[path...]', 'what to check', ['.'])
    .addOption(
      new Option('--format <format>', 'may be given several times, each with an --output')
        .choices(formatNames)
        .argParser((name) => {
          addToPairs(outputs, { format: formatName(name) });
          return name;
        }),
    )
    .option('--output <file>', 'write the format beside it to this file; - is standard output', (file) => {
      addToPairs(outputs, { file });
      return file;
    })
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that makes the exit status 1')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .option('--fail-on-rule <code>', 'a rule whose findings make it 1, whatever their severity', knownRule)
    .option('--exit-zero', 'end with status 0 whatever is found')
    .option('--max-warnings <n>', 'more warnings than this make it 1', wholeNumber(0))
    .option('--strict', 'deployments that could not be evaluated make it 1')
    .option('--rule <code=severity>', `severity of a rule in this run: ${severities.join(', ')}`, ruleSeverity)
    .addOption(allowedRootOption())
    .option('--show-suppressed', 'also print findings that are suppressed')
    .option('--stdin-filename <file>', 'the file that standard input stands for')
    .addOption(new Option('--fix', 'apply the preferred fixes').conflicts('fixDryRun'))
    .addOption(new Option('--fix-dry-run', 'print them as a unified diff, change nothing'))
    .action(async (paths: readonly string[], values: CheckOptionValues) =>
      context.exit(await run(toArguments(paths, values, outputs), context)),
    );
}

function toArguments(
  paths: readonly string[],
  values: CheckOptionValues,
  outputs: readonly OutputPair[],
): CheckArguments {
  const { failOn, failOnRule = [], exitZero = false, maxWarnings, strict = false } = values;
  const { fix = false, fixDryRun = false, rule = {}, showSuppressed = false, stdinFilename } = values;
  const { allowedRoot: allowedRoots = [] } = values;
  const targets = reportTargets(outputs, fixDryRun);
  const gate: Gate = exitZero
    ? { failOn: 'never', failOnRules: [], maxWarnings: undefined, strict: false }
    : { failOn, failOnRules: failOnRule, maxWarnings, strict };
  return { paths, stdinFilename, targets, gate, rules: rule, allowedRoots, showSuppressed, fix, fixDryRun };
}

function formatName(name: string): FormatName {
  const known = formatNames.find((format) => format === name);
  if (known) return known;
  const likely = closest(name, formatNames);
  throw new InvalidArgumentError(
    `Known formats: ${formatNames.join(', ')}${likely ? `; did you mean ${likely}?` : '.'}`,
  );
}

function knownRule(code: string, before: readonly string[] = []): readonly string[] {
  return [...before, ruleCode(code)];
}

function ruleSeverity(text: string, before: SettingsLayer['rules'] = {}): SettingsLayer['rules'] {
  const [, code = '', word = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const severity = severities.find((known) => known === word.toLowerCase());
  if (!severity)
    throw new InvalidArgumentError(
      `Give CODE=SEVERITY, for instance AFD101=error; severities: ${severities.join(', ')}.`,
    );
  return { ...before, [ruleCode(code)]: severity satisfies Severity | 'off' };
}

function ruleCode(text: string): string {
  const code = text.toUpperCase();
  if (ruleCodes.includes(code)) return code;
  const likely = closest(code, ruleCodes);
  throw new InvalidArgumentError(`Unknown rule${likely ? `; did you mean ${likely}?` : ''}.`);
}
