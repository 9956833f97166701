import assert from 'node:assert/strict';
import type { CheckArguments } from '../../../server/src/cli/check/check';
import { addCheck } from '../../../server/src/cli/check/check-command';
import { runCommand } from '../run-command';

/** What a command line asks for. */
async function asked(line: string): Promise<CheckArguments> {
  const runs: CheckArguments[] = [];
  const words = line.split(' ').filter((word) => word !== '');
  const { status } = await runCommand(
    (program, context) =>
      addCheck(program, context, async (given) => {
        runs.push(given);
        return 7;
      }),
    ['check', ...words],
  );
  assert.deepEqual([status, runs.length], [7, 1]);
  return runs[0]!;
}

const gate = { failOn: 'error', failOnRules: [], maxWarnings: undefined, strict: false } as const;
const nothing: CheckArguments = {
  paths: ['.'],
  stdinFilename: undefined,
  targets: [{ format: 'pretty', file: undefined }],
  gate,
  rules: {},
  allowedRoots: [],
  showSuppressed: false,
  fix: false,
  fixDryRun: false,
};

describe('check-command', () => {
  const lines: readonly [string, Partial<CheckArguments>][] = [
    ['', {}],
    ['a b/ c*.yaml', { paths: ['a', 'b/', 'c*.yaml'] }],
    ['- --stdin-filename x/y.yaml', { paths: ['-'], stdinFilename: 'x/y.yaml' }],
    ['--format sarif', { targets: [{ format: 'sarif', file: undefined }] }],
    ['--output=a.txt x', { paths: ['x'], targets: [{ format: 'pretty', file: 'a.txt' }] }],
    [
      '--format json --output a --format github',
      {
        targets: [
          { format: 'json', file: 'a' },
          { format: 'github', file: undefined },
        ],
      },
    ],
    ['--fail-on warning --max-warnings 0', { gate: { ...gate, failOn: 'warning', maxWarnings: 0 } }],
    ['--fail-on-rule afd101 --fail-on-rule AFD204', { gate: { ...gate, failOnRules: ['AFD101', 'AFD204'] } }],
    ['--strict', { gate: { ...gate, strict: true } }],
    [
      '--exit-zero --strict --fail-on info --fail-on-rule AFD101 --max-warnings 0',
      { gate: { ...gate, failOn: 'never' } },
    ],
    ['--rule AFD101=off --rule afd202=Error', { rules: { AFD101: 'off', AFD202: 'error' } }],
    ['--rule AFD101=off --rule AFD101=hint', { rules: { AFD101: 'hint' } }],
    ['--allowed-root . --allowed-root test', { allowedRoots: ['.', 'test'] }],
    ['--show-suppressed --fix', { showSuppressed: true, fix: true }],
    ['--fix-dry-run', { fixDryRun: true, targets: [] }],
    ['-- --fix', { paths: ['--fix'] }],
  ];
  for (const [line, expected] of lines) {
    it(`reads \`check ${line}\``, async () => assert.deepEqual(await asked(line), { ...nothing, ...expected }));
  }

  const refused: readonly [string, RegExp][] = [
    ['--format jsn', /'jsn' is invalid\. Known formats: pretty, json, .*did you mean json\?/],
    ['--format', /argument missing/],
    ['--fail-on hint', /Allowed choices are error, warning, info, never/],
    ['--max-warnings -1', /whole number from 0/],
    ['--max-warnings many', /whole number from 0/],
    ['--rule AFD101', /Give CODE=SEVERITY/],
    ['--rule AFD101=loud', /severities: off, hint, info, warning, error/],
    ['--rule AFD101=off=hint', /Give CODE=SEVERITY/],
    ['--rule AFD109=off', /Unknown rule; did you mean AFD10\d\?/],
    ['--fail-on-rule XYZ', /Unknown rule/],
    ['--fix --fix-dry-run', /cannot be used with/],
    ['--format json --format sarif', /only one format can go to standard output/],
    ['--allowed-root none', /There is no such folder/],
    ['--allowed-root package.json', /There is no such folder/],
    ['--verbose', /unknown option '--verbose'/],
  ];
  for (const [line, expected] of refused) {
    it(`refuses \`check ${line}\``, () => assert.rejects(asked(line), expected));
  }
});
