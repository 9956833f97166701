import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Expressions from '@actions/expressions';
import type * as Workflows from '@actions/workflow-parser';
import type * as Actions from '@actions/workflow-parser/actions/index';
import { buildSync } from 'esbuild';

type Libraries = Pick<typeof Expressions, 'data' | 'Evaluator' | 'Lexer' | 'Parser'> &
  Pick<typeof Workflows, 'NoOperationTraceWriter' | 'parseWorkflow'> &
  Pick<typeof Actions, 'parseAction'>;

let loaded: Libraries | undefined;

/** GitHub's own libraries, bundled: as they are published, Node cannot load them. */
export function githubLibraries(): Libraries {
  if (loaded) return loaded;
  const contents = [
    `export { data, Evaluator, Lexer, Parser } from '@actions/expressions';`,
    `export { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';`,
    `export { parseAction } from '@actions/workflow-parser/actions/index';`,
  ].join('\n');
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const module = { exports: {} };
  const require = createRequire(join(tmpdir(), 'libraries.cjs'));
  new Function('module', 'exports', 'require', outputFiles[0]!.text)(module, module.exports, require);
  loaded = module.exports as Libraries;
  return loaded;
}

/** What GitHub's parser says against an `action.yml`. */
export function actionProblems(content: string): readonly string[] {
  const { parseAction, NoOperationTraceWriter } = githubLibraries();
  return problems(parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter()));
}

/** What GitHub's parser says against a workflow. */
export function workflowProblems(content: string): readonly string[] {
  const { parseWorkflow, NoOperationTraceWriter } = githubLibraries();
  return problems(parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter()));
}

function problems({ context }: ReturnType<Libraries['parseAction']>): readonly string[] {
  return context.errors.getErrors().map(({ message }) => message);
}
