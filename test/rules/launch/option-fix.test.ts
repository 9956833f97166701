import assert from 'node:assert/strict';
import { launchDeployments } from '../../../server/src/manifest/launches/launch-deployments';
import { readLaunchFile } from '../../../server/src/manifest/launches/launch-file';
import { optionFix } from '../../../server/src/rules/launch/option-fix';
import { applyEdits } from '../../../server/src/text/text-range';

/** The text with the attention launches told to order by priority; undefined where no fix is offered. */
function edited(text: string): string | undefined {
  const deploymentIn = (each: string) => {
    const { launches, directives } = readLaunchFile(each, !/^(?:kind|model|applications)/.test(text));
    return launchDeployments(launches, directives, { pluginDate: undefined })[0];
  };
  const deployment = deploymentIn(text)!;
  const attention = deployment.launches.filter(({ pool }) => pool === 'attention');
  assert.ok(attention.length > 0);
  const fixes = optionFix({ text, deployment, deploymentIn }, 'x', attention, {
    name: 'scheduling-policy',
    value: 'priority',
    stated: ({ schedulingPolicy }) => schedulingPolicy,
  });
  const [fix] = fixes;
  assert.ok(fixes.length <= 1 && fix?.preferred !== true && fix?.cosmetic !== true && !fix?.elsewhere?.length);
  return fix && applyEdits(text, fix.edits);
}

const json = (role: string) => `{"afd": {"role": "${role}", "num_attention_ranks": 4, "num_ffn_ranks": 1}}`;
const command = (role: string, more = '') =>
  `vllm serve m ${more}--max-num-seqs 32 --additional-config '${json(role)}'`;
const pod = (name: string, body: string) =>
  `kind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers:\n    - name: a\n${body}`;
const ffn = `---\n${pod('f', `      command: [sh, -c]\n      args:\n        - ${JSON.stringify(command('ffn'))}\n`)}`;

describe('option-fix', () => {
  /** What is written, and what it becomes. */
  const cases: readonly (readonly [name: string, before: string, after: string])[] = [
    [
      'words on one line',
      `${command('attention')}\n${command('ffn')}\n`,
      `${command('attention', '--scheduling-policy priority ')}\n${command('ffn')}\n`,
    ],
    [
      'continued lines',
      `vllm serve m \\\n  --max-num-seqs 32 \\\n  --additional-config '${json('attention')}'\n`,
      `vllm serve m \\\n  --scheduling-policy priority \\\n  --max-num-seqs 32 \\\n  --additional-config '${json('attention')}'\n`,
    ],
    [
      'lines that end in a carriage return',
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args:\n        - --additional-config\n        - '${json('attention')}'\n`,
      )
        .concat(ffn)
        .replaceAll('\n', '\r\n'),
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args:\n        - --scheduling-policy\n        - priority\n        - --additional-config\n        - '${json('attention')}'\n`,
      )
        .concat(ffn)
        .replaceAll('\n', '\r\n'),
    ],
    [
      'continued lines without blanks',
      `vllm serve m \\\n--max-num-seqs 32 \\\n--additional-config '${json('attention')}'\n`,
      `vllm serve m \\\n--scheduling-policy priority \\\n--max-num-seqs 32 \\\n--additional-config '${json('attention')}'\n`,
    ],
    [
      'continued lines of which one is in quotes',
      `vllm serve m \\\n  "--max-num-seqs=32" \\\n  --additional-config '${json('attention')}'\n`,
      `vllm serve m \\\n  "--max-num-seqs=32" \\\n  --scheduling-policy priority \\\n  --additional-config '${json('attention')}'\n`,
    ],
    [
      'a variable that stands first in the text',
      `A="--seed 1"\n${command('attention', '--max-model-len 8 $A ')}\n${command('ffn')}\n`,
      `A="--scheduling-policy priority --seed 1"\n${command('attention', '--max-model-len 8 $A ')}\n${command('ffn')}\n`,
    ],
    [
      'a block scalar',
      pod(
        'a',
        `      command: [sh, -c]\n      args:\n        - |\n          exec vllm serve m \\\n            --max-num-seqs 32 \\\n            --additional-config '${json('attention')}'\n`,
      ),
      pod(
        'a',
        `      command: [sh, -c]\n      args:\n        - |\n          exec vllm serve m \\\n            --scheduling-policy priority \\\n            --max-num-seqs 32 \\\n            --additional-config '${json('attention')}'\n`,
      ),
    ],
    [
      'items in quotes',
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args:\n        - "--max-num-seqs=32"\n        - '--additional-config=${json('attention')}'\n`,
      ),
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args:\n        - "--scheduling-policy"\n        - "priority"\n        - "--max-num-seqs=32"\n        - '--additional-config=${json('attention')}'\n`,
      ),
    ],
    [
      'a list in brackets',
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args: ["--additional-config", ${JSON.stringify(json('attention'))}]\n`,
      ),
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args: ["--scheduling-policy", "priority", "--additional-config", ${JSON.stringify(json('attention'))}]\n`,
      ),
    ],
    [
      'a list in brackets without quotes, over several lines',
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args: [\n        --max-num-seqs, "32",\n        --additional-config, '${json('attention')}']\n`,
      ),
      pod(
        'a',
        `      command: [vllm, serve, m]\n      args: [\n        --scheduling-policy, priority,\n        --max-num-seqs, "32",\n        --additional-config, '${json('attention')}']\n`,
      ),
    ],
    [
      'a command in double quotes',
      pod('a', `      command: [sh, -c]\n      args:\n        - ${JSON.stringify(command('attention'))}\n`),
      pod(
        'a',
        `      command: [sh, -c]\n      args:\n        - ${JSON.stringify(command('attention', '--scheduling-policy priority '))}\n`,
      ),
    ],
    [
      'keys of a configuration file',
      `model: m\nmax-num-seqs: 32\nadditional-config: '${json('attention')}'\n`,
      `scheduling-policy: priority\nmodel: m\nmax-num-seqs: 32\nadditional-config: '${json('attention')}'\n`,
    ],
    [
      'keyword arguments',
      `applications:\n  - name: a\n    args:\n      llm_configs:\n        - engine_kwargs:\n            max_num_seqs: 32\n            additional_config: ${json('attention')}\n`,
      `applications:\n  - name: a\n    args:\n      llm_configs:\n        - engine_kwargs:\n            scheduling_policy: priority\n            max_num_seqs: 32\n            additional_config: ${json('attention')}\n`,
    ],
    [
      'keyword arguments in braces',
      `applications:\n  - name: a\n    args:\n      llm_configs:\n        - engine_kwargs: { "max_num_seqs": 32, "additional_config": ${json('attention')} }\n`,
      `applications:\n  - name: a\n    args:\n      llm_configs:\n        - engine_kwargs: { "scheduling_policy": "priority", "max_num_seqs": 32, "additional_config": ${json('attention')} }\n`,
    ],
    [
      'a value that is written',
      `${command('attention', '--scheduling-policy "fcfs" ')}\n${command('ffn')}\n`,
      `${command('attention', '--scheduling-policy "priority" ')}\n${command('ffn')}\n`,
    ],
    [
      'a variable of both roles, where only one may change',
      `A="--seed 1"\n${command('attention', '$A ')}\n${command('ffn', '$A ')}\n`,
      `A="--seed 1"\n${command('attention', '$A --scheduling-policy priority ')}\n${command('ffn', '$A ')}\n`,
    ],
    [
      'each of two attention launches',
      `${command('attention', '--scheduling-policy fcfs ')}\n${command('attention', '--seed 2 ')}\n${command('ffn')}\n`,
      `${command('attention', '--scheduling-policy priority ')}\n${command('attention', '--scheduling-policy priority --seed 2 ')}\n${command('ffn')}\n`,
    ],
  ];
  for (const [name, before, after] of cases) {
    it(`changes ${name}`, () => assert.equal(edited(before), after));
  }

  it('is none where both roles would change, a variable says it for both, or more options may follow', () => {
    const shared = (more: string) => `${command('attention', more)}\n${command('ffn', more)}\n`;
    assert.equal(edited(`P=fcfs\n${shared('--scheduling-policy $P ')}`), undefined);
    assert.equal(edited(shared('"$@" ')), undefined);
    assert.equal(edited(`${command('attention')}\n${command('attention', '"$@" ')}\n${command('ffn')}\n`), undefined);
    assert.equal(edited(`${command('attention', '--scheduling-policy "$P" ')}\n${command('ffn')}\n`), undefined);
    const dotted = '--additional-config.afd.num_attention_ranks 4 --additional-config.afd.num_ffn_ranks 1';
    const role = (each: string) => `vllm serve m $A --additional-config.afd.role=${each}\n`;
    assert.equal(edited(`A="--max-num-seqs 32 ${dotted}"\n${role('attention')}${role('ffn')}`), undefined);
  });
});
