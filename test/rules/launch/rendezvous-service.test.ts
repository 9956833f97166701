import assert from 'node:assert/strict';
import { rendezvousService } from '../../../server/src/rules/launch/rendezvous-service';
import { describeRule } from '../describe-rule';
import {
  launchCase,
  launchCommand,
  launchFindings,
  manifestOf,
  offered,
  pairManifest,
  pairScript,
  reported,
} from '../launch-pair';

const service = (spec: string): string =>
  `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: chat-ffn\nspec:\n${spec.replaceAll(/^/gm, '  ')}\n`;
const ready = 'clusterIP: None\npublishNotReadyAddresses: true\nselector: { app: chat-ffn }';

describeRule(rendezvousService, {
  reports: [
    {
      ...launchCase(
        'a Service that does not forward the port',
        pairManifest() + service('publishNotReadyAddresses: true\nports: [{ port: 8000 }]'),
      ),
      expected: [
        'error',
        'chat-ffn',
        'Service `chat-ffn` has an address of its own and does not forward port 1239: set `clusterIP: None`.',
      ],
    },
  ],
  silent: [launchCase('a headless Service that shows pods early', pairManifest() + service(ready))],
});

describe('AFD409', () => {
  it('reports a Service with an address of its own that does not forward the port', () => {
    const text =
      pairManifest() + service('publishNotReadyAddresses: true\nselector: { app: chat-ffn }\nports:\n  - port: 8000');
    assert.deepEqual(reported('AFD409', text), [
      [
        'error',
        'chat-ffn',
        'Service `chat-ffn` has an address of its own and does not forward port 1239: set `clusterIP: None`.',
      ],
    ]);
    assert.deepEqual(offered('AFD409', text), {
      'Set clusterIP: None': text.replace('  publishNot', '  clusterIP: None\n  publishNot'),
    });
  });

  it('only warns where the port is forwarded, or nobody knows which ports are', () => {
    const forwarded = service('publishNotReadyAddresses: true\nports: [{ port: 1239 }]\nclusterIP: 10.0.0.7');
    assert.deepEqual(reported('AFD409', pairManifest() + forwarded), [
      [
        'warning',
        '10.0.0.7',
        'Service `chat-ffn` has an address of its own; for the rendezvous it must be headless, `clusterIP: None`.',
      ],
    ]);
    const fix = offered('AFD409', pairManifest() + forwarded);
    assert.deepEqual(fix, { 'Set clusterIP: None': pairManifest() + forwarded.replace('10.0.0.7', 'None') });
    const templated = service('publishNotReadyAddresses: true\nports: [{ port: "{{ .Values.port }}" }]');
    const early = 'publishNotReadyAddresses: true\nports: ';
    for (const text of [
      pairManifest() + templated,
      pairManifest() + service(`${early}8000`),
      pairManifest({ both: { afd: { port: '$PORT' } } }) + service(`${early}[{ port: 8000 }]`),
    ]) {
      assert.deepEqual(
        reported('AFD409', text).map(([severity]) => severity),
        ['warning'],
      );
    }
  });

  it('offers no fix where the value is anchored or shared with other places', () => {
    const early = 'publishNotReadyAddresses: true\nports: [{ port: 1239 }]';
    const anchored = `${pairManifest()}${service(`${early}\nclusterIP: &ip 10.0.0.7\nloadBalancerIP: *ip`)}`;
    assert.equal(reported('AFD409', anchored).length, 1);
    assert.deepEqual(offered('AFD409', anchored), {});
    const aliased = `${pairManifest()}${service(`loadBalancerIP: &ip 10.0.0.7\n${early}\nclusterIP: *ip`)}`;
    assert.equal(reported('AFD409', aliased).length, 1);
    assert.deepEqual(offered('AFD409', aliased), {});
  });

  it('offers no fix over a block or a list, nor in a spec that is written elsewhere', () => {
    const early = 'publishNotReadyAddresses: true\nports: [{ port: 1239 }]\nclusterIP: ';
    for (const value of ['|\n  10.0.0.7', '[10.0.0.7]']) {
      const text = pairManifest() + service(early + value);
      assert.equal(reported('AFD409', text).length, 1);
      assert.deepEqual(offered('AFD409', text), {});
    }
    const shared = `${pairManifest()}---\napiVersion: v1\nkind: Service\nmetadata: { name: chat-ffn }\nspec: &spec { ports: [{ port: 80 }] }\nstatus: *spec\n`;
    const aliased = shared.replace('spec: &spec', 'status: &spec').replace('status: *spec', 'spec: *spec');
    assert.equal(reported('AFD409', aliased).length, 2);
    assert.deepEqual(offered('AFD409', aliased), {});
    const merged = shared.replace('spec: &spec', 'status: &spec').replace('status: *spec', 'spec:\n  <<: *spec');
    assert.equal(reported('AFD409', merged).length, 2);
    assert.deepEqual(offered('AFD409', merged), {});
  });

  it('says nothing of an engine that needs no headless Service', () => {
    const node = manifestOf('ffn').replace(
      /vllm serve[\s\S]*$/,
      'python3 -m sglang.launch_server --model-path m --tp-size 2 --afd-execution-mode ffn --afd-config \'{"rendezvous_host": "chat-ffn"}\'\n',
    );
    assert.deepEqual(reported('AFD409', node + service('ports: [{ port: 80 }]')), []);
  });

  it('finds the Service in the namespace that the launches state', () => {
    const inNamespace = (text: string, namespace: string) =>
      text.replaceAll('metadata:\n', `metadata:\n  namespace: ${namespace}\n`);
    const closed = service('publishNotReadyAddresses: true\nports: [{ port: 8000 }]');
    assert.equal(reported('AFD409', inNamespace(pairManifest() + closed, 'chat')).length, 1);
    assert.deepEqual(reported('AFD409', inNamespace(pairManifest(), 'chat') + inNamespace(closed, 'web')), []);
  });

  it('is silent where nobody knows which Service is meant', () => {
    const unknown = pairManifest({ both: { afd: { host: '$HOST' } } });
    assert.deepEqual(reported('AFD409', unknown + service('ports: [{ port: 8000 }]')), []);
  });

  it('takes the namespace of the launches that a script is paired with', () => {
    const named = (namespace: string, text: string) =>
      text.replace('  name: chat-ffn', `  name: chat-ffn\n  namespace: ${namespace}`);
    const text =
      named('chat', manifestOf('ffn')) + named('web', service('ports: [{ port: 80 }]')) + named('chat', service(ready));
    const others = { '/srv/attn.sh': launchCommand('attention') };
    assert.deepEqual(reported('AFD409', text, { others }), []);
  });

  it('offers the change as the preferred fix, which changes what the cluster does', () => {
    const text = pairManifest() + service('clusterIP: None\nselector: { app: chat-ffn }');
    const [fix] = launchFindings('AFD409', text)[0]!.fixes;
    assert.deepEqual([fix?.preferred, fix?.cosmetic], [true, false]);
  });

  it('reports a Service that says it is of type ClusterIP', () => {
    const text = pairManifest() + service('type: ClusterIP\nclusterIP: None');
    assert.equal(reported('AFD409', text).length, 1);
  });

  it('reports a headless Service that hides pods until they are ready', () => {
    const message = 'Service `chat-ffn` hides pods until they are ready: set `publishNotReadyAddresses: true`.';
    const text = pairManifest() + service('clusterIP: None\nselector: { app: chat-ffn }');
    assert.deepEqual(reported('AFD409', text), [['warning', 'chat-ffn', message]]);
    assert.deepEqual(offered('AFD409', text), {
      'Set publishNotReadyAddresses: true': text.replace(
        '  clusterIP',
        '  publishNotReadyAddresses: true\n  clusterIP',
      ),
    });
    const off = pairManifest() + service('clusterIP: None\npublishNotReadyAddresses: false');
    assert.deepEqual(reported('AFD409', off), [['warning', 'false', message]]);
    const flow = `${pairManifest()}---\n{ apiVersion: v1, kind: Service, metadata: { name: chat-ffn }, spec: { clusterIP: None } }\n`;
    assert.match(
      offered('AFD409', flow)['Set publishNotReadyAddresses: true']!,
      /spec: \{ publishNotReadyAddresses: true, clusterIP: None \}/,
    );
  });

  it('is silent about a Service that is in order, one that nobody names, and what is decided elsewhere', () => {
    const silent = [
      service(ready),
      service(ready).replace('name: chat-ffn', 'name: web').replace('clusterIP: None', 'ports: [{ port: 80 }]'),
      service('selector: { app: chat-ffn }'),
      service('type: ExternalName\nexternalName: ffn.example.com'),
      service('externalName: ffn.example.com\nclusterIP: None'),
      service('clusterIP: {{ .Values.ip }}\npublishNotReadyAddresses: {{ .Values.early }}\nports: [{ port: 80 }]'),
      service('type: LoadBalancer\nports: [{ port: 1239 }]'),
    ];
    for (const text of silent) assert.deepEqual(reported('AFD409', pairManifest() + text), [], text);
    assert.deepEqual(reported('AFD409', pairScript()), []);
  });
});
