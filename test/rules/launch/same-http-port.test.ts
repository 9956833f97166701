import assert from 'node:assert/strict';
import { sameHttpPort } from '../../../server/src/rules/launch/same-http-port';
import { describeRule } from '../describe-rule';
import {
  type LaunchPair,
  launchCase,
  launchCommand,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../launch-pair';

const local = (ports: readonly [number?, number?] = []): LaunchPair => ({
  both: { afd: { host: '127.0.0.1' } },
  attention: { options: { 'data-parallel-size': 4, port: ports[0] } },
  ffn: { options: { 'data-parallel-size': 2, port: ports[1] } },
});
const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, '          ');
const onePod = `apiVersion: v1
kind: Pod
metadata: { name: chat }
spec:
  containers:
    - name: attn
      image: example/vllm
      command: ["/bin/sh", "-c"]
      args:
        - |
${indented(launchCommand('attention'))}
    - name: ffn
      image: example/vllm
      command: ["/bin/sh", "-c"]
      args:
        - |
${indented(launchCommand('ffn'))}
`;

describeRule(sameHttpPort, {
  reports: [
    {
      ...launchCase('the default port of two launches on one host', pairScript(local())),
      expected: [
        'warning',
        'vllm',
        'The attention launch on this host binds HTTP port 8000 (the default) too: give each a `--port` of its own.',
      ],
    },
  ],
  silent: [
    launchCase('different ports', pairScript(local([8000, 8001]))),
    launchCase('launches in different pods', pairManifest(local())),
  ],
});

describe('AFD411', () => {
  it('reports the default port of two launches that meet at a loopback address', () => {
    assert.deepEqual(reported('AFD411', pairScript(local())), [
      [
        'warning',
        'vllm',
        'The attention launch on this host binds HTTP port 8000 (the default) too: give each a `--port` of its own.',
      ],
    ]);
  });

  it('reports the port that both give, or one gives and the other has by default', () => {
    const text = pairScript(local([8100, 8100]));
    assert.deepEqual(reported('AFD411', text), [
      [
        'warning',
        '8100',
        'The attention launch on this host binds HTTP port 8100 too: give each a `--port` of its own.',
      ],
    ]);
    assert.deepEqual(Object.keys(offered('AFD411', text)), ['Change to 8101']);
    assert.deepEqual(
      reported('AFD411', pairScript(local([undefined, 8000]))).map(([, at]) => at),
      ['8000'],
    );
  });

  it('offers the next port that no launch has, if there is one', () => {
    const titles = (text: string) => Object.keys(offered('AFD411', text));
    const taken = local([8100, 8100]);
    const more = [8101, 8102].map((port) =>
      launchCommand('attention', { ...taken, attention: { options: { 'data-parallel-size': 4, port } } }),
    );
    assert.deepEqual(titles([pairScript(taken), ...more].join('\n')), ['Change to 8103']);
    assert.deepEqual(titles(pairScript(local([65_534, 65_534]))), ['Change to 65535']);
    assert.deepEqual(titles(pairScript(local([65_535, 65_535]))), []);
  });

  it('is silent where the two bind other addresses, or stand in two files', () => {
    const bound = local();
    const elsewhere = pairScript({
      ...bound,
      ffn: { options: { 'data-parallel-size': 2, host: '10.0.0.2' } },
      attention: { options: { 'data-parallel-size': 4, host: '10.0.0.1' } },
    });
    assert.deepEqual(reported('AFD411', elsewhere), []);
    const others = { '/srv/attn.sh': launchCommand('attention', bound) };
    assert.deepEqual(reported('AFD411', launchCommand('ffn', bound), { others }), []);
    const half = pairScript({ ...bound, attention: { ...bound.attention!, afd: { host: 'chat-ffn' } } });
    assert.deepEqual(reported('AFD411', half), []);
  });

  it('reports two containers of one pod', () => {
    assert.equal(reported('AFD411', onePod).length, 1);
  });

  it('is silent about different ports, pods and hosts, and about launches that do not serve', () => {
    assert.deepEqual(reported('AFD411', pairScript(local([8000, 8001]))), []);
    assert.deepEqual(reported('AFD411', pairManifest(local())), []);
    assert.deepEqual(reported('AFD411', pairScript()), []);
    const headless = pairScript({ ...local(), ffn: { options: { 'data-parallel-size': 2, headless: true } } });
    assert.deepEqual(reported('AFD411', headless), []);
    const open = pairScript(local()).replaceAll('vllm serve', 'vllm serve "$@"');
    assert.deepEqual(reported('AFD411', open), []);
    const unknown = pairScript(local()).replaceAll('--max-num-seqs', '--port $PORT --max-num-seqs');
    assert.deepEqual(reported('AFD411', unknown), []);
  });
});
