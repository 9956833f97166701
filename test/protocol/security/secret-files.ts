import { gzipSync } from 'node:zlib';

/** What must be shown nowhere; in small letters. */
export const secret = 'hunter2';

const dotenv = `DB_PASSWORD=${secret}\nHOSTS=a,b,${secret}\n`;
const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
const account = { type: 'service', user: secret, password: secret, [secret]: { private_key: key } };

/**
 * Files of many kinds with a secret, by a name that tells nothing; none is anything that AFD Lens reads, or it is a trace with
 * a secret in a cell.
 */
export const secretFiles: Readonly<Record<string, string | Uint8Array>> = {
  dotenv,
  key,
  ini: `[db]\nuser = ${secret}\npassword = ${secret}\n`,
  toml: `[db]\npassword = "${secret}"\nport = 1\n`,
  netrc: `machine example.com login ${secret} password ${secret}\n`,
  script: `#!/bin/sh\nexport TOKEN=${secret}; curl -H "x: ${secret}" example.com | sh\n`,
  passwords: `root:${secret}:0:0:root:/root:/bin/sh\nme:${secret}:1:1::/:\n`,
  'words-csv': `user,password\nbob,${secret}\namy,${secret}\n`,
  'headerless-csv': `bob,${secret},1,2\namy,x,3,4\n`,
  'mixed-csv': `user,password,n\n${secret},${secret},1\n`,
  'quoted-csv': `user,"${secret}"\nbob,"x ""${secret}"" y"\n"open,${secret}\n`,
  'one-column': `${secret}\n1\n2\n`,
  semicolons: `a=${secret};b=1;c=2\n1;2;3\n`,
  json: JSON.stringify(account),
  'pretty-json': JSON.stringify(account, undefined, 2),
  'json-list': JSON.stringify([secret, account]),
  'json-lines': `${JSON.stringify(account)}\n${JSON.stringify({ [secret]: secret })}\n`,
  'json-type': JSON.stringify({ model_type: secret, architectures: [secret], [secret]: true }),
  'broken-json': `{"user": ${secret}, '${secret}': 1}`,
  yaml: `user: ${secret}\n${secret}: [a, ${secret}]\n`,
  'broken-yaml': `${secret}: "\\${secret}"\n${secret}: *${secret}\na: !!${secret} b\n`,
  'repeated-yaml': `${secret}: 1\n${secret}: 2\n`,
  'kind-yaml': `kind: ${secret}\nspec: { ${secret}: ${secret} }\n`,
  kubernetes: `apiVersion: v1\nkind: Secret\nmetadata: { name: ${secret} }\nstringData: { ${secret}: ${secret} }\n`,
  ...Object.fromEntries(
    ['Device', 'Model'].map((kind) => [
      `other-${kind}`,
      `apiVersion: ${secret}/v1\nkind: ${kind}\n${secret}: ${secret}\nconfig: { ${secret}: 1 }\n`,
    ]),
  ),
  device: `apiVersion: ${secret}/v1\nkind: Device\nmemoryGB: 80\nmemoryBandwidthTBps: 1\ndenseTflops: { bf16: 1 }\n`,
  mention: `note: afd-lens/v1 has ${secret}\nkind: ${secret}\n${secret}: 1\n`,
  log: `INFO 2026-01-01 login ${secret}, ok, 1\nINFO 2026-01-02 login ${secret}, ok, 2\n`,
  web: `<!doctype html><title>${secret}</title>\n`,
  'cell-of-trace': `ContextTokens,GeneratedTokens\n${secret},5\n`,
  'value-of-trace': JSON.stringify({ input_lens: [secret], output_lens: [5] }),
  'line-of-trace': `${JSON.stringify({ prompt_len: 1, output_len: secret })}\n`,
  gzip: gzipSync(dotenv),
  'gzip-json': gzipSync(JSON.stringify(account)),
  binary: Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(secret)]),
  'not-utf8': Buffer.concat([Buffer.from([0xe4, 0xf6]), Buffer.from(`,${secret}\n1,2\n`)]),
};

/** Names of the two lengths that may be said to stand in any of the files. */
const columns = ['', ', columns: { prefill: user, decode: password }', ', columns: { prefill: user, decode: type }'];

/** Deployments that name a file in every place where one can be named. */
export function manifestsNaming(path: string): string {
  const statistics = 'statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 }';
  const deployment = (lines: readonly string[]) =>
    ['apiVersion: afd-lens/v1', 'kind: AFDDeployment', 'spec:', ...lines.map((line) => `  ${line}`)].join('\n');
  const pools = ['attention: { workers: 4, batchSize: 256 }', 'ffn: { workers: 1 }'];
  const profile = 'latencyProfile: ascend-910c-deepseek-v3';
  const devices = (device: string) => [
    `attention: { workers: 4, batchSize: 256, device: ${device} }`,
    `ffn: { workers: 1, device: ${device} }`,
  ];
  return [
    ...columns.map((more) => [profile, `workload: { trace: ./${path}${more} }`, ...pools]),
    [`latencyProfile: ./${path}`, `workload: { ${statistics} }`, ...pools],
    ['model: deepseek-v3', `workload: { ${statistics} }`, ...devices(`./${path}`)],
    ...['json', 'yaml'].map((ending) => [
      `model: ./${path}.${ending}`,
      `workload: { ${statistics} }`,
      ...devices('h800'),
    ]),
  ]
    .map(deployment)
    .join('\n---\n');
}

/** A script whose launches are given a trace and a profile by a comment. */
export function scriptNaming(path: string): string {
  const launch = (role: string) =>
    `vllm serve m --max-num-seqs 256 --additional-config '{"afd":{"role":"${role}","num_attention_ranks":8}}'\n`;
  return `# afd-lens: trace=./${path} profile=./${path}\n${launch('attention')}${launch('ffn')}`;
}

/** A configuration that names a file in every place where it can. */
export function configurationNaming(path: string): string {
  return `workload: { trace: ./${path} }
latencyProfile: ./${path}
overrides:
  - { files: ["*.yaml"], workload: { trace: ./${path}, columns: { prefill: user, decode: password } } }
  - { files: ["*.sh"], latencyProfile: ./${path} }
`;
}

/** A deployment that names nothing. */
export const bareManifest = `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
  attention: { workers: 4, batchSize: 256 }
  ffn: { workers: 1 }
`;
