import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { rendezvousHost } from '../../../server/src/rules/launch/rendezvous-host';
import { analyse } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { launchCase, launchFindings, manifestOf, offered, pairManifest, pairScript, reported } from '../launch-pair';

const service = (name: string, app: string, spec = ''): string =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { clusterIP: None, publishNotReadyAddresses: true, selector: { app: ${app} }${spec} }\n`;
const host = (name: string | undefined, connector = 'P2pNcclAFDConnector') => ({
  both: { afd: { host: name, connector } },
});

describeRule(rendezvousHost, {
  reports: [
    {
      ...launchCase('a loopback host of launches in different pods', pairManifest(host('127.0.0.1'))),
      expected: [
        'error',
        '127.0.0.1',
        '`127.0.0.1` is each pod itself, but attention and FFN run in different pods: name a Service.',
      ],
    },
  ],
  silent: [
    launchCase('a loopback host in a script', pairScript(host('127.0.0.1'))),
    launchCase('a loopback host of the side that listens', pairManifest({ ffn: { afd: { host: '127.0.0.1' } } })),
  ],
});

describe('AFD408', () => {
  it('reports a loopback host of launches in different pods, at the host of each', () => {
    assert.deepEqual(reported('AFD408', pairManifest(host('127.0.0.1'))), [
      [
        'error',
        '127.0.0.1',
        '`127.0.0.1` is each pod itself, but attention and FFN run in different pods: name a Service.',
      ],
      [
        'error',
        '127.0.0.1',
        '`127.0.0.1` is each pod itself, but attention and FFN run in different pods: name a Service.',
      ],
    ]);
    for (const name of ['localhost', '::1', '127.0.1.1']) {
      assert.equal(reported('AFD408', pairManifest(host(name))).length, 2, name);
    }
  });

  it('reports the default host at the programs', () => {
    const found = reported('AFD408', pairManifest(host(undefined)));
    assert.deepEqual(
      found.map(([severity, at]) => [severity, at]),
      [
        ['error', 'vllm'],
        ['error', 'vllm'],
      ],
    );
    assert.match(found[0]![2], /^`127\.0\.0\.1` \(the default\) is each pod itself/);
  });

  it('is silent where the pods share their node, in a script, and where only the listening side says loopback', () => {
    const inNode = pairManifest(host('127.0.0.1')).replaceAll(
      '    spec:\n      containers',
      '    spec:\n      hostNetwork: true\n      containers',
    );
    assert.match(inNode, /hostNetwork/);
    assert.deepEqual(reported('AFD408', inNode), []);
    assert.deepEqual(reported('AFD408', pairScript(host('127.0.0.1'))), []);
    assert.deepEqual(reported('AFD408', pairManifest({ ffn: { afd: { host: '0.0.0.0' } } })), []);
    assert.deepEqual(reported('AFD408', pairManifest({ ffn: { afd: { host: '127.0.0.1' } } })), []);
    assert.deepEqual(reported('AFD408', pairManifest(host('$HOST'))), []);
  });

  it('reports a Service that leads to the other pool, and offers the one that does not', () => {
    const text =
      pairManifest(host('chat-attn-service')) + service('chat-attn-service', 'chat-attn') + service('meet', 'chat-ffn');
    const message = '`chat-attn-service` leads to attention pods, but `P2pNcclAFDConnector` meets at FFN rank 0.';
    assert.deepEqual(reported('AFD408', text), [
      ['warning', 'chat-attn-service', message],
      ['warning', 'chat-attn-service', message],
    ]);
    assert.equal(
      offered('AFD408', text)['Change to meet'],
      text.replaceAll('"host": "chat-attn-service"', '"host": "meet"'),
    );
  });

  it('offers no Service where several lead to the right pool, and none that leads to pods of both', () => {
    const wrong = pairManifest(host('wrong')) + service('wrong', 'chat-attn');
    const one = `${wrong}${service('meet', 'chat-ffn')}`;
    assert.deepEqual(Object.keys(offered('AFD408', one)), ['Change to meet']);
    assert.deepEqual(offered('AFD408', one + service('also', 'chat-ffn')), {});
    assert.deepEqual(offered('AFD408', wrong + service('nobody', 'nothing')), {});
    const grouped = wrong.replaceAll(/labels: \{ app: (chat-\w+) \}/g, 'labels: { app: $1, group: chat }');
    assert.equal(reported('AFD408', grouped).length, 2);
    assert.deepEqual(offered('AFD408', grouped + service('all', 'x').replace('app: x', 'group: chat')), {});
  });

  it('offers to rename this host only, as the preferred fix', () => {
    const text =
      pairManifest({ attention: { afd: { host: 'wrong' } }, ffn: { afd: { host: 'meet' } } }) +
      service('wrong', 'chat-attn') +
      service('meet', 'chat-ffn');
    const [fix, ...others] = launchFindings('AFD408', text)[0]!.fixes.filter(({ suppression }) => !suppression);
    assert.deepEqual([fix?.preferred, others], [true, []]);
    assert.equal(offered('AFD408', text)['Change to meet'], text.replace('"host": "wrong"', '"host": "meet"'));
  });

  it('reports it where only one of the two pods is in the network of its node', () => {
    const one = pairManifest(host('127.0.0.1')).replace(
      '    spec:\n      containers',
      '    spec:\n      hostNetwork: true\n      containers',
    );
    assert.equal(reported('AFD408', one).length, 2);
  });

  it('is silent where one pod of several may share its node, and where one pool is not there', () => {
    const inNode = (text: string) =>
      text.replace('    spec:\n      containers', '    spec:\n      hostNetwork: true\n      containers');
    const [attention, ffn] = [manifestOf('attention', host('127.0.0.1')), manifestOf('ffn', host('127.0.0.1'))];
    for (const all of [[attention, inNode(attention), inNode(ffn)], [inNode(attention), ffn, inNode(ffn)], [ffn]]) {
      assert.deepEqual(reported('AFD408', all.join('---\n')), []);
    }
    assert.equal(reported('AFD408', [attention, attention, ffn].join('---\n')).length, 3);
  });

  it('knows which pool must reach the other, and that both must where a connector does not say', () => {
    const count = (connector: string, attention: string, ffn: string) =>
      reported(
        'AFD408',
        pairManifest({
          both: { afd: { connector } },
          attention: { afd: { host: attention } },
          ffn: { afd: { host: ffn } },
        }),
      ).length;
    for (const connector of ['P2pHcclAFDConnector', 'SomeOtherConnector']) {
      assert.equal(count(connector, '127.0.0.1', '127.0.0.1'), 2);
      assert.equal(count(connector, '127.0.0.1', 'chat-ffn'), 0);
      assert.equal(count(connector, 'chat-ffn', '127.0.0.1'), 0);
    }
    assert.equal(count('CAMAsyncAFDConnector', '127.0.0.1', 'chat-ffn'), 0);
    assert.equal(count('CAMAsyncAFDConnector', 'chat-ffn', '127.0.0.1'), 1);
  });

  it('reports one launch of several that cannot join', () => {
    const options = { headless: true, 'data-parallel-start-rank': 2 } as const;
    const follower = manifestOf('attention', { attention: { afd: { host: '127.0.0.1' }, options } });
    const found = reported('AFD408', `${pairManifest()}---\n${follower.replaceAll('chat-attn', 'chat-attn-1')}`);
    assert.deepEqual(
      found.map(([, at]) => at),
      ['127.0.0.1'],
    );
  });

  it('says which launch is in another pod', () => {
    const related = findingsIn(analyse(pairManifest(host('127.0.0.1')))).flatMap((finding) =>
      finding.code === 'AFD408' ? finding.related.map(({ message }) => message) : [],
    );
    assert.deepEqual(related, ['The FFN launch, in another pod.', 'The attention launch, in another pod.']);
  });

  it('knows that the asynchronous connector meets at attention', () => {
    const text = pairManifest(host('meet', 'CAMAsyncAFDConnector')) + service('meet', 'chat-ffn');
    assert.deepEqual(
      reported('AFD408', text).map(([, , message]) => message),
      Array(2).fill('`meet` leads to FFN pods, but `CAMAsyncAFDConnector` meets at attention rank 0.'),
    );
    assert.deepEqual(
      reported('AFD408', pairManifest(host('meet', 'CAMAsyncAFDConnector')) + service('meet', 'chat-attn')),
      [],
    );
  });

  it('knows the pods of a StatefulSet and those of a namespace', () => {
    const sets = (name: string): string => pairManifest(host(name)).replaceAll('kind: Deployment', 'kind: StatefulSet');
    assert.equal(reported('AFD408', sets('chat-attn-0.pods')).length, 2);
    assert.deepEqual(reported('AFD408', sets('chat-ffn-0.pods')), []);
    const elsewhere =
      pairManifest(host('meet.other.svc.cluster.local')) + service('meet, namespace: mine', 'chat-attn');
    assert.deepEqual(reported('AFD408', elsewhere), []);
    const qualified =
      pairManifest(host('meet.mine.svc.cluster.local')) +
      service('meet, namespace: mine', 'chat-attn') +
      service('right, namespace: mine', 'chat-ffn');
    assert.equal(reported('AFD408', qualified).length, 2);
    assert.match(
      offered('AFD408', qualified)['Change to right.mine.svc.cluster.local']!,
      /"right\.mine\.svc\.cluster\.local"/,
    );
  });

  it('is silent about hosts that it does not know, Services of both pools and those of other connectors', () => {
    assert.deepEqual(reported('AFD408', pairManifest(host('somewhere.example.com'))), []);
    const both = pairManifest(host('meet')).replaceAll(
      /metadata: \{ labels: \{ app: chat-\w+ \} \}/g,
      'metadata: { labels: { app: chat } }',
    );
    assert.deepEqual(reported('AFD408', both + service('meet', 'chat')), []);
    assert.deepEqual(
      reported('AFD408', pairManifest(host('meet', 'P2pHcclAFDConnector')) + service('meet', 'chat-attn')),
      [],
    );
    assert.deepEqual(reported('AFD408', pairManifest(host('meet')) + service('meet', 'nobody')), []);
  });
});
