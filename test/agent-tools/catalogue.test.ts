// Also tests: agent-tools/tool
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { agentTools, runTool } from '../../server/src/agent-tools/catalogue';
import type { ToolHost } from '../../server/src/agent-tools/tool';
import { ToolRuns } from './tool-runs';

interface Contribution {
  readonly name: string;
  readonly displayName: string;
  readonly modelDescription: string;
  readonly inputSchema: unknown;
  readonly when: string;
}

describe('the tools for agents', () => {
  it('are three, and cost an agent at most 1.5 KB of every prompt', () => {
    assert.deepEqual(
      agentTools.map(({ name }) => name),
      ['analyze_afd_ratio', 'explain_afd_rule', 'sweep_afd_ratio'],
    );
    const described = agentTools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    assert.ok(Buffer.byteLength(JSON.stringify(described)) <= 1536, `${JSON.stringify(described).length}`);
  });

  it('are contributed to VS Code in the same words, hidden where there are no AFD files or the setting says so', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
    const contributions: readonly Contribution[] = contributes.languageModelTools;
    assert.deepEqual(
      contributions.map(({ name, displayName, modelDescription, inputSchema }) => ({
        name,
        title: displayName,
        description: modelDescription,
        inputSchema,
      })),
      agentTools.map(({ name, title, description, inputSchema }) => ({ name, title, description, inputSchema })),
    );
    const setting = 'afdLens.chatTools.enable';
    for (const { when } of contributions) assert.equal(when, `afdLens.active && config.${setting}`);
    assert.equal(contributes.configuration.properties[setting].default, true);
  });

  it('answer a wrong name with the right ones', async () => {
    const runs = new ToolRuns();
    const { text, isError } = await runs.run('analyse_afd_ratio', {});
    runs.dispose();
    assert.equal(isError, true);
    assert.match(text, /^There is no tool `analyse_afd_ratio`; there are analyze_afd_ratio, /);
  });

  it('turn a failure into a result, and log it', async () => {
    const fail = () => Promise.reject(new Error(`the disk is ${'x'.repeat(9000)}`));
    const host: ToolHost = { analyzeFile: fail, analyzeText: fail, rulePage: fail };
    const logged: string[] = [];
    const run = (signal: AbortSignal) =>
      runTool('explain_afd_rule', { code: 'AFD101' }, host, signal, (message) => logged.push(message));
    const { text, isError } = await run(new AbortController().signal);
    assert.equal(isError, true);
    assert.match(text, /^explain_afd_rule failed: the disk is xxx/);
    assert.ok(Buffer.byteLength(text) <= 4096);
    assert.deepEqual(logged, ['explain_afd_rule failed']);
    await assert.rejects(run(AbortSignal.abort(new Error('gone'))), /gone/);
  });
});
