import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SettingsLayer } from '../configuration/configuration';
import { ruleCodes } from '../rules/catalogue';
import type { Severity } from '../rules/rule';
import { closest } from '../text/closest';
import { check } from './check';
import type { FailOn, Gate } from './check-status';
import { type CommandContext, UsageError, wholeNumber } from './command-context';
import { type FormatName, formatNames } from './formats/report-formats';

/** One output of a run. */
export interface ReportTarget {
  readonly format: FormatName;
  /** A file; undefined for standard output. */
  readonly file: string | undefined;
}

/** What the command line asks of a check. */
export interface CheckArguments {
  readonly paths: readonly string[];
  readonly stdinFilename: string | undefined;
  readonly targets: readonly ReportTarget[];
  readonly gate: Gate;
  readonly rules: SettingsLayer['rules'];
  readonly showSuppressed: boolean;
  readonly fix: boolean;
  readonly fixDryRun: boolean;
}

const severities = ['off', 'hint', 'info', 'warning', 'error'] as const;

interface CheckOptionValues {
  readonly stdinFilename?: string;
  readonly failOn: FailOn;
  readonly failOnRule: readonly string[];
  readonly exitZero: boolean;
  readonly maxWarnings?: number;
  readonly strict: boolean;
  readonly rule: SettingsLayer['rules'];
  readonly showSuppressed: boolean;
  readonly fix: boolean;
  readonly fixDryRun: boolean;
}

/** `check PATHS...` */
export function addCheck(
  program: Command,
  context: CommandContext,
  run: (asked: CheckArguments) => Promise<number> = (asked) => check(asked, context),
): void {
  const outputs: { format?: FormatName; file?: string }[] = [];
  program
    .command('check')
    .description('the findings in files, folders and glob patterns; `-` reads standard input')
    .argument('[path...]', 'what to check', ['.'])
    .addOption(
      new Option('--format <format>', 'may be given several times, each with an --output')
        .choices(formatNames)
        .argParser((name) => {
          outputs.push({ format: formatName(name) });
          return name;
        }),
    )
    .option('--output <file>', 'write the format before it to this file', (file) => {
      const last = outputs.at(-1);
      if (last && last.file === undefined) last.file = file;
      else outputs.push({ file });
      return file;
    })
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that makes the exit status 1')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .option('--fail-on-rule <code>', 'a rule whose findings make it 1, whatever their severity', knownRule, [])
    .option('--exit-zero', 'end with status 0 whatever is found', false)
    .option('--max-warnings <n>', 'more warnings than this make it 1', wholeNumber(0))
    .option('--strict', 'deployments that could not be evaluated make it 1', false)
    .option(
      '--rule <code=severity>',
      'severity of a rule in this run: off, hint, info, warning, error',
      ruleSeverity,
      {},
    )
    .option('--show-suppressed', 'also print findings that are suppressed', false)
    .option('--stdin-filename <file>', 'the file that standard input stands for')
    .addOption(new Option('--fix', 'apply the preferred fixes').conflicts('fixDryRun').default(false))
    .addOption(new Option('--fix-dry-run', 'print them as a unified diff, change nothing').default(false))
    .action(async (paths: readonly string[], values: CheckOptionValues) => {
      const { failOn, failOnRule, exitZero, maxWarnings, strict, rule, ...rest } = values;
      context.exit(
        await run({
          paths,
          stdinFilename: rest.stdinFilename,
          targets: targetsOf(outputs, rest.fixDryRun),
          gate: exitZero
            ? { failOn: 'never', failOnRules: [], maxWarnings: undefined, strict: false }
            : { failOn, failOnRules: failOnRule, maxWarnings, strict },
          rules: rule,
          showSuppressed: rest.showSuppressed,
          fix: rest.fix,
          fixDryRun: rest.fixDryRun,
        }),
      );
    });
}

function formatName(name: string): FormatName {
  const known = formatNames.find((format) => format === name);
  if (known) return known;
  const likely = closest(name, formatNames);
  throw new InvalidArgumentError(
    `Known formats: ${formatNames.join(', ')}${likely ? `; did you mean ${likely}?` : '.'}`,
  );
}

/** The outputs asked for; standard output can take one, and none beside the diff of a dry run. */
function targetsOf(
  outputs: readonly { readonly format?: FormatName; readonly file?: string }[],
  dryRun: boolean,
): readonly ReportTarget[] {
  const asked = outputs.map(({ format = 'pretty', file }) => ({ format, file: file === '-' ? undefined : file }));
  const toStandardOutput = asked.filter(({ file }) => file === undefined);
  if (toStandardOutput.length > 1) {
    throw new UsageError(`only one format can go to standard output; give the others an --output`);
  }
  if (dryRun && toStandardOutput.length > 0)
    throw new UsageError('--fix-dry-run prints a diff; give --format an --output');
  return asked.length > 0 || dryRun ? asked : [{ format: 'pretty', file: undefined }];
}

function knownRule(code: string, before: readonly string[]): readonly string[] {
  return [...before, ruleCode(code)];
}

function ruleSeverity(text: string, before: SettingsLayer['rules']): SettingsLayer['rules'] {
  const [code = '', word = ''] = text.split('=');
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
