// Also tests: manifest/carriers/manifest-object, manifest/carriers/scalar-reader, manifest/carriers/tree-path
import assert from 'node:assert/strict';
import { carried } from './carried';

describe('Services and claims', () => {
  it('are read as they are, with nothing that they do not say', () => {
    const text = `kind: Service
metadata: { name: "plain" }
---
kind: Service
metadata: { name: s, namespace: n }
spec: { clusterIP: "None", publishNotReadyAddresses: "true", selector: word }
---
kind: Service
metadata: {}
---
kind: PersistentVolumeClaim
metadata: { name: c }
spec: { accessModes: [ReadWriteOnce, {{ .mode }}] }
---
kind: PersistentVolumeClaim
metadata: { name: d }
spec: word
`;
    const { services, claims } = carried(text);
    assert.deepEqual(
      services.map(({ name, namespace, headless, publishNotReadyAddresses, selector, spec, nameRange }) => [
        name,
        namespace,
        headless,
        publishNotReadyAddresses,
        selector,
        spec?.kind,
        text.slice(nameRange.start, nameRange.end),
      ]),
      [
        ['plain', undefined, false, false, undefined, undefined, '"plain"'],
        ['s', 'n', true, false, undefined, 'map', 's'],
      ],
    );
    assert.deepEqual(
      claims.map(({ name, accessModes }) => [
        name,
        accessModes.map(({ value, keyRange }) => [value, text.slice(keyRange.start, keyRange.end)]),
      ]),
      [
        ['c', [['ReadWriteOnce', 'accessModes']]],
        ['d', []],
      ],
    );
  });
});
