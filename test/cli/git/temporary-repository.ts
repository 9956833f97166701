import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git repository of its own in a temporary folder, untouched by the user's configuration. */
export class TemporaryRepository {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'afd-repository-')));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Runs git and gives what it writes, without the last line break. */
  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    const env = { ...Object.fromEntries(inherited), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const out = execFileSync('git', [...identity, ...args], { cwd: this.folder, env, encoding: 'utf8', stdio: 'pipe' });
    return out.replace(/\n$/, '');
  }

  /** Absolute path of a name. */
  path(name: string): string {
    return join(this.folder, name);
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  link(name: string, target: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    rmSync(this.path(name), { force: true });
    symlinkSync(target, this.path(name));
  }

  /** Writes files and commits everything; gives the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message=x');
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface ManifestFacts {
  /** Null for none. */
  readonly name?: string | null;
  readonly attention?: number;
  readonly ffn?: number;
  readonly batchSize?: number;
  readonly microbatches?: number;
  /** A path; statistics without it, nothing for null. */
  readonly trace?: string | null;
  /** Nothing for null. */
  readonly profile?: string | null;
}

/** A manifest over the paper's base case. */
export function manifest({
  name = 'chat',
  attention = 4,
  ffn = 1,
  batchSize = 256,
  microbatches = 3,
  trace,
  profile = 'ascend-910c-deepseek-v3',
}: ManifestFacts = {}): string {
  const statistics = '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }';
  return [
    'apiVersion: afd-lens/v1',
    'kind: AFDDeployment',
    ...(name === null ? [] : [`metadata: { name: ${JSON.stringify(name)} }`]),
    'spec:',
    ...(profile === null ? [] : [`  latencyProfile: ${profile}`]),
    ...(trace === null
      ? []
      : [`  workload: ${trace === undefined ? statistics : `{ trace: ${JSON.stringify(trace)} }`}`]),
    `  attention: { workers: ${attention}, batchSize: ${batchSize} }`,
    `  ffn: { workers: ${ffn} }`,
    `  microbatches: ${microbatches}`,
    '',
  ].join('\n');
}

/** A trace in Azure's format, whose requests generate from 1 to `longest` tokens. */
export function trace(longest: number): string {
  const rows = Array.from({ length: 2000 }, (_, i) => `${i},100,${1 + ((i * 7919) % longest)}`);
  return `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`;
}
