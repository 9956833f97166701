import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { data as expressionData } from '@actions/expressions';
import { parse } from 'yaml';
import { githubLibraries } from './github-libraries';

/** A composite action, as far as ours uses the format. */
export interface CompositeAction {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly CompositeStep[] };
}

export interface CompositeStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ActionRequest {
  /** The folder of the action, which holds action.yml. */
  readonly action: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The checkout the action runs in. */
  readonly workspace: string;
  /** A folder for what the runner keeps. */
  readonly runner: string;
  readonly event?: unknown;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ActionRun {
  readonly conclusion: 'success' | 'failure';
  /** Standard output and standard error of all steps, as the runner reads them. */
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Names of the steps that ran. */
  readonly ran: readonly string[];
  /** Inputs of the other actions, which are not run here, by the name of their step. */
  readonly used: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Values = Readonly<Record<string, string>>;

/** Runs the steps of a composite action as a runner does: expressions by GitHub's own library, each script in a bash. */
export async function runAction(request: ActionRequest): Promise<ActionRun> {
  const { inputs: definitions, outputs, runs } = readAction(request.action);
  const runner = mkdtempSync(join(request.runner, 'run-'));
  const files = { event: join(runner, 'event.json'), summary: join(runner, 'summary.md'), temp: join(runner, 'temp') };
  mkdirSync(files.temp);
  writeFileSync(files.event, JSON.stringify(request.event ?? {}));
  writeFileSync(files.summary, '');
  const github = { token: 'ghs_of-the-runner', event: request.event ?? {} };
  const defaults = Object.entries(definitions).map(([name, definition]) => [
    name,
    request.inputs?.[name] ?? template(definition.default ?? '', { github }, false),
  ]);
  const inputs: Values = Object.fromEntries(defaults);
  const steps: Record<string, Values> = {};
  const ran: string[] = [];
  const used: Record<string, Values> = {};
  let log = '';
  let failed = false;
  for (const [index, step] of runs.steps.entries()) {
    const context = { inputs, github, steps };
    const evaluated = (values: Values | undefined): Values =>
      Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, template(value, context, failed)]));
    if (!truth(step.if ?? 'success()', context, failed)) continue;
    ran.push(step.name);
    if (step.uses !== undefined) used[step.name] = evaluated(step.with);
    if (step.run === undefined) continue;
    const output = join(runner, `output-${index}`);
    writeFileSync(output, '');
    const result = await bash(step.run, request.workspace, {
      PATH: process.env.PATH ?? '',
      HOME: runner,
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: request.action,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_OUTPUT: output,
      GITHUB_REPOSITORY: 'acme/models',
      GITHUB_STEP_SUMMARY: files.summary,
      RUNNER_TEMP: files.temp,
      ...request.env,
      ...evaluated(step.env),
    });
    log += result.log;
    failed ||= result.status !== 0;
    if (step.id !== undefined) steps[step.id] = readOutputs(readFileSync(output, 'utf8'));
  }
  return {
    conclusion: failed ? 'failure' : 'success',
    log,
    summary: readFileSync(files.summary, 'utf8'),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, { value }]) => [name, template(value, { inputs, github, steps }, failed)]),
    ),
    ran,
    used,
  };
}

export function readAction(folder: string): CompositeAction {
  return parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
}

interface Context {
  readonly inputs?: Values;
  readonly github: unknown;
  readonly steps?: Readonly<Record<string, Values>>;
}

function template(text: string, context: Context, failed: boolean): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, context, failed).coerceString(),
  );
}

/** A condition without a function of the status holds only while no step has failed. */
function truth(condition: string, context: Context, failed: boolean): boolean {
  const expression = condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const asksStatus = /\b(?:always|cancelled|failure|success)\(\)/.test(expression);
  const result = evaluate(asksStatus ? expression : `success() && (${expression})`, context, failed);
  return !['', 'false', '0'].includes(result.coerceString());
}

function evaluate(expression: string, context: Context, failed: boolean): expressionData.ExpressionData {
  const { data, Evaluator, Lexer, Parser } = githubLibraries();
  const status = Object.entries({ always: true, cancelled: false, failure: failed, success: !failed });
  const functions = status.map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const steps = Object.entries(context.steps ?? {}).map(([id, outputs]) => [id, { outputs }]);
  const values = { inputs: context.inputs ?? {}, github: context.github, steps: Object.fromEntries(steps) };
  const contexts = JSON.parse(JSON.stringify(values), data.reviver);
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, ['inputs', 'github', 'steps'], functions).parse();
  return new Evaluator(
    tree,
    contexts,
    new Map(functions.map((definition) => [definition.name, definition])),
  ).evaluate();
}

/** As the runner calls `shell: bash`. */
async function bash(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly log: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd, env });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
    });
  }
  return new Promise((done) => child.once('close', (status) => done({ status, log })));
}

/** The values in a file of outputs: `name=value`, or `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): Values {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, name, operator, rest] = /^([\w-]+)(=|<<)(.*)$/.exec(lines[at]!) ?? [];
    if (name === undefined || rest === undefined) continue;
    const end = operator === '<<' ? lines.indexOf(rest, at) : at;
    values[name] = operator === '<<' ? lines.slice(at + 1, end).join('\n') : rest;
    at = end;
  }
  return values;
}
