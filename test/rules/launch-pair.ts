import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultFileSettings, type FileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { readLaunchFile } from '../../server/src/manifest/launches/launch-file';
import type { Fix } from '../../server/src/rules/rule';
import { filesOf, findingsOf, fixed, type Located } from '../analysis/analysed';
import type { RuleCase } from './describe-rule';

/** How one process of a pair is launched, where it differs from `defaults`. */
export interface LaunchText {
  /** Settings of the AFD plugin; one that is undefined is left out. */
  readonly afd?: Readonly<Record<string, unknown>>;
  /** The whole text of the settings instead. */
  readonly settings?: string;
  /** Options by their long names; true for a flag, undefined to leave one out. */
  readonly options?: Readonly<Record<string, string | number | true | undefined>>;
  readonly model?: string;
  /** Variables set in front of the program. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly image?: string;
}

export interface LaunchPair {
  /** For both processes; what one of them says of its own is stronger. */
  readonly both?: LaunchText;
  readonly attention?: LaunchText;
  readonly ffn?: LaunchText;
}

type Role = 'attention' | 'ffn';

/** A deployment of 4A:2F that every rule accepts. */
const defaults: Readonly<Record<Role, LaunchText>> = {
  attention: { options: { 'data-parallel-size': 4 } },
  ffn: { options: { 'data-parallel-size': 2 } },
};

/** The command of one process. */
export function launchCommand(role: Role, { both = {}, ...pair }: LaunchPair = {}): string {
  const own = pair[role] ?? {};
  const afd = {
    role,
    connector: 'P2pNcclAFDConnector',
    host: 'chat-ffn',
    port: 1239,
    num_attention_ranks: 4,
    num_ffn_ranks: 2,
    ...both.afd,
    ...own.afd,
  };
  const options = {
    ...defaults[role].options,
    'enable-expert-parallel': true,
    'enforce-eager': true,
    'max-num-seqs': 64,
    ...both.options,
    ...own.options,
  };
  const settings = own.settings ?? both.settings ?? spacedJson({ afd });
  const flags = Object.entries({ ...options, 'additional-config': `'${settings}'` }).flatMap(([name, value]) =>
    value === undefined ? [] : [value === true ? `--${name}` : `--${name} ${value}`],
  );
  const variables = Object.entries({ ...both.environment, ...own.environment }).map(
    ([name, value]) => `${name}=${value} `,
  );
  const model = own.model ?? both.model ?? 'deepseek-ai/DeepSeek-V3';
  return `${variables.join('')}${[`vllm serve ${model}`, ...flags].join(' \\\n  ')}\n`;
}

/** Both processes as a shell script. */
export function pairScript(pair: LaunchPair = {}): string {
  return `${launchCommand('attention', pair)}\n${launchCommand('ffn', pair)}`;
}

/** Both processes as Deployments, each command in a block scalar. */
export function pairManifest(pair: LaunchPair = {}): string {
  return `${manifestOf('attention', pair)}---\n${manifestOf('ffn', pair)}`;
}

/** One process as a Deployment. */
export function manifestOf(role: Role, pair: LaunchPair = {}): string {
  const image = pair[role]?.image ?? pair.both?.image ?? 'example/vllm-afd:latest';
  const name = role === 'attention' ? 'chat-attn' : 'chat-ffn';
  const command = launchCommand(role, pair).trimEnd().replaceAll(/^/gm, ' '.repeat(14));
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: vllm
          image: ${image}
          command: ["/bin/sh", "-c"]
          args:
            - |
${command}
`;
}

/** What else a text is analysed with. */
export interface Beside {
  /** Other files of the project, by their absolute path. */
  readonly others?: Readonly<Record<string, string>>;
  /** False where not all of the project was looked at. */
  readonly complete?: boolean;
  readonly pluginDate?: string;
}

/** Launches as a case of a rule: a shell script, or YAML where the text begins like it. */
export function launchCase(title: string, text: string, beside: Beside = {}): Required<RuleCase> {
  const settings: FileSettings = { ...defaultFileSettings, afdPluginDate: beside.pluginDate };
  return { title, text, inputs: inputsWith(beside), settings, fileKind: isManifest(text) ? 'manifest' : 'script' };
}

/** The findings of one rule over launches. */
export function launchFindings(code: string, text: string, beside?: Beside): readonly Located[] {
  const { inputs, settings, fileKind } = launchCase('', text, beside);
  const ours = findingsOf(text, inputs, settings, fileKind).filter((finding) => finding.code === code);
  for (const { message, start, end } of ours) {
    assert.ok(0 <= start && start <= end && end <= text.length, message);
    assert.ok(message.length <= 120, `${message.length} characters: ${message}`);
  }
  return ours;
}

/** Findings as a test writes them: severity, text at the place, message. */
export function reported(
  code: string,
  text: string,
  beside?: Beside,
): readonly (readonly [severity: string, at: string, message: string])[] {
  return launchFindings(code, text, beside).map(
    ({ severity, start, end, message }) => [severity, text.slice(start, end), message] as const,
  );
}

/** The text after each fix of the findings of one rule, by the fix's title; every fix must leave launches to be read. */
export function offered(code: string, text: string, beside?: Beside): Readonly<Record<string, string>> {
  const before = launchesIn(text);
  const fixes = launchFindings(code, text, beside).flatMap((finding) => finding.fixes);
  return Object.fromEntries(
    fixes
      .filter(({ suppression }) => !suppression)
      .map((fix: Fix) => {
        const edited = fixed(text, fix);
        assert.equal(launchesIn(edited), before, fix.title);
        return [fix.title, edited];
      }),
  );
}

/** Fails unless the example on a rule's page is reported as the page says, and the good one not at all. */
export function assertPage(code: string): void {
  const page = readFileSync(`docs/rules/${code}.md`, 'utf8');
  const [example = '', good = ''] = [...page.slice(page.indexOf('## Example')).matchAll(/```sh\n(.*?)```/gs)].map(
    ([, text]) => text,
  );
  const shown = launchFindings(code, example).map(({ severity, message, start }) => {
    const lines = example.slice(0, start).split('\n');
    return `serve.sh:${lines.length}:${lines.at(-1)!.length + 1} ${severity} ${code} ${message.replaceAll('`', "'")}\n`;
  });
  assert.ok(shown.length > 0 && page.includes(`\`\`\`text\n${shown.join('')}\`\`\``), shown.join(''));
  assert.deepEqual(reported(code, good), []);
}

function launchesIn(text: string): number {
  return readLaunchFile(text, !isManifest(text)).launches.length;
}

function inputsWith({ others = {}, complete = true }: Beside): Inputs {
  const files = Object.entries(others).map(([path, text]) => {
    const { launches, directives } = readLaunchFile(text, !isManifest(text), path);
    return { path, text, launches, directives };
  });
  return { ...filesOf(), launches: () => ({ kind: 'ready', folder: '/srv', files, complete }) };
}

function isManifest(text: string): boolean {
  return /^(?:apiVersion|kind|#[^!])/.test(text);
}

/** JSON with a blank behind each comma and colon, as people write it. */
function spacedJson(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/([{[]) | ([}\]])/g, '$1$2');
}
