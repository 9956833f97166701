import assert from 'node:assert/strict';
import { sharedClaim } from '../../../server/src/rules/launch/shared-claim';
import { describeRule } from '../describe-rule';
import { launchCase, pairManifest, reported } from '../launch-pair';

const claim = (modes: string, more = ''): string =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: model${more} }\nspec: { accessModes: [${modes}] }\n`;
const mounted = (text: string): string =>
  text.replaceAll(
    '    spec:\n      containers',
    '    spec:\n      volumes:\n        - name: model\n          persistentVolumeClaim: { claimName: model }\n      containers',
  );

const inNamespace = (text: string): string =>
  text.replaceAll(/^ {2}name: (chat-\w+)$/gm, '  name: $1\n  namespace: chat');

describeRule(sharedClaim, {
  reports: [
    {
      ...launchCase(
        'a claim for one node that pods of both roles mount',
        mounted(pairManifest()) + claim('ReadWriteOnce'),
      ),
      expected: [
        'warning',
        'ReadWriteOnce',
        '2 pods mount `model`; `ReadWriteOnce` allows one node only: use `ReadWriteMany` for several.',
      ],
    },
  ],
  silent: [
    launchCase('a claim for many nodes', mounted(pairManifest()) + claim('ReadWriteMany')),
    launchCase('a claim that nobody mounts', pairManifest() + claim('ReadWriteOnce')),
  ],
});

describe('AFD410', () => {
  it('reports a claim for one node that pods of both roles mount', () => {
    assert.deepEqual(reported('AFD410', mounted(pairManifest()) + claim('ReadWriteOnce')), [
      [
        'warning',
        'ReadWriteOnce',
        '2 pods mount `model`; `ReadWriteOnce` allows one node only: use `ReadWriteMany` for several.',
      ],
    ]);
  });

  it('counts the pods of a template', () => {
    const text = mounted(pairManifest()).replace('replicas: 1', 'replicas: 3') + claim('ReadWriteOnce');
    assert.match(reported('AFD410', text)[0]![2], /^4 pods/);
  });

  it('counts one pod of a template that may have more', () => {
    const text = mounted(pairManifest()).replace('replicas: 1', 'replicas: {{ .Values.replicas }}');
    assert.match(reported('AFD410', text + claim('ReadWriteOnce'))[0]![2], /^2 pods/);
  });

  it('takes a claim for that of the pods unless both say another namespace', () => {
    const both = mounted(pairManifest());
    for (const text of [
      inNamespace(both) + claim('ReadWriteOnce', ', namespace: chat'),
      inNamespace(both) + claim('ReadWriteOnce'),
      both + claim('ReadWriteOnce', ', namespace: other'),
    ]) {
      assert.equal(reported('AFD410', text).length, 1);
    }
  });

  it('warns of a claim that one node can have although one pod could ask to keep it', () => {
    const text = mounted(pairManifest()) + claim('ReadWriteOnce, ReadWriteOncePod');
    assert.deepEqual(
      reported('AFD410', text).map(([severity]) => severity),
      ['warning'],
    );
  });

  it('calls a claim for one pod an error', () => {
    assert.deepEqual(reported('AFD410', mounted(pairManifest()) + claim('ReadWriteOncePod')), [
      [
        'error',
        'ReadWriteOncePod',
        '2 pods mount `model`, which `ReadWriteOncePod` keeps for one: use `ReadWriteMany`.',
      ],
    ]);
  });

  it('is silent about claims for many nodes, of others, of one pod and of unknown modes', () => {
    const both = mounted(pairManifest());
    assert.deepEqual(reported('AFD410', both + claim('ReadWriteMany')), []);
    assert.deepEqual(reported('AFD410', both + claim('ReadWriteOnce, ReadOnlyMany')), []);
    assert.deepEqual(reported('AFD410', both + claim('')), []);
    assert.deepEqual(reported('AFD410', both + claim('"{{ .Values.mode }}"')), []);
    assert.deepEqual(reported('AFD410', pairManifest() + claim('ReadWriteOnce')), []);
    assert.deepEqual(reported('AFD410', both), []);
    const one = both.replace('claimName: model', 'claimName: other');
    assert.deepEqual(reported('AFD410', one + claim('ReadWriteOnce')), []);
    assert.deepEqual(reported('AFD410', inNamespace(both) + claim('ReadWriteOnce', ', namespace: other')), []);
  });
});
