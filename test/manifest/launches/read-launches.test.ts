import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deploymentsIn, fixture, launchesIn } from './launch-fixtures';

describe('reading the launches of a file', () => {
  it('takes a script that several pods mount once, and each launch from a pod of its name', () => {
    const text = fixture('vllm-afd-plugin/recipe.yaml');
    const launches = launchesIn(text, 'recipe.yaml');
    assert.deepEqual(
      launches.map(({ pool, carrier }) => [pool, carrier.name]),
      [
        ['attention', 'attn-0'],
        ['ffn', 'ffn-0'],
      ],
    );
  });

  it('keeps apart what a script does in pods that set its variables differently', () => {
    const pod = (name: string, ranks: number): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  containers:
    - command: [sh, -c, *script]
      env: [{ name: RANKS, value: "${ranks}" }]
`;
    const script = `script: &script >-\n  vllm serve m --additional-config '{"afd": {"num_attention_ranks": '"$RANKS"'}}'\n`;
    const text = `${pod('a', 2).replace('---\n', `---\n${script}`)}`.replace('*script', '*script');
    const both = `${text}${pod('b', 4).replace('---\n', `---\n${script}`)}`;
    const ranks = launchesIn(both, 'x.yaml').map(
      ({ attentionRanks }) => attentionRanks && 'value' in attentionRanks && attentionRanks.value,
    );
    assert.deepEqual(ranks, [2, 4]);
  });

  it('says of a launch in another file where its facts are', () => {
    const [launch] = launchesIn(fixture('vllm-afd-plugin/ranks.sh'), 'ranks.sh', '/d/ranks.sh');
    assert.equal(launch?.file, '/d/ranks.sh');
    assert.ok(launch?.port && 'value' in launch.port && launch.port.file === '/d/ranks.sh');
  });

  it('cuts every number out of the text as it is, through all layers', () => {
    const count = fc.integer({ min: 1, max: 100_000 });
    const layers: readonly ((json: string) => string)[] = [
      (json) => `args:\n    - --additional-config\n    - '${json}'\n`,
      (json) => `args: ["--additional-config", ${JSON.stringify(json)}]\n`,
      (json) => `args: [--additional-config=${JSON.stringify(json).slice(1, -1)}]\n`.replace(/\[(.*)\]/, '["$1"]'),
      (json) => `args:\n    - |\n      exec vllm serve m \\\n        --additional-config '${json}'\n`,
      (json) => `args:\n    - >-\n      vllm serve m\n      --additional-config\n      '${json}'\n`,
      (json) => `args: [${JSON.stringify(`vllm serve m --additional-config "${json.replaceAll('"', '\\"')}"`)}]\n`,
    ];
    fc.assert(
      fc.property(count, count, count, fc.nat(layers.length - 1), (a, f, port, layer) => {
        const json = `{"afd": {"num_attention_ranks": ${a}, "num_ffn_ranks": "${f}", "port": ${port}}}`;
        const command = layer < 3 ? '[vllm, serve, m]' : '[bash, -c]';
        const text = `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: ${command}\n    ${layers[layer]!(json)}`;
        const [launch] = launchesIn(text, 'x.yaml');
        const facts = [launch?.attentionRanks, launch?.ffnRanks, launch?.port];
        assert.deepEqual(
          facts.map(
            (fact) =>
              fact && 'value' in fact && [fact.value, text.slice(fact.range.start, fact.range.end), fact.literal],
          ),
          [a, f, port].map((value) => [value, String(value), true]),
          text,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('stops at more launches than any file has', () => {
    const lines = Array.from(
      { length: 600 },
      (_, port) => `vllm serve m --additional-config '{"afd": {"port": ${port}}}'\n`,
    );
    assert.equal(launchesIn(lines.join(''), 'x.sh').length, 500);
  });

  it('never throws, whatever stands in a script or in YAML', () => {
    const word = fc.constantFrom(
      'vllm serve',
      '--additional-config',
      `'{"afd": {`,
      `"num_ffn_ranks": 2`,
      `}}'`,
      '"',
      "'",
      '$A',
      '{{ .x }}',
      '--afd-config',
      '--afd-role attn',
      '--afd-ffn-addr :',
      'DMLC_GROUP_SIZE=0',
      'additional-config: ',
      'afd: { ',
      'serving_mode: afd',
      'afd_n_a_nodes: 0',
      '---',
      '- ',
      ': ',
      '\n',
      '  ',
      '\\',
      '[',
      ']',
      '&a ',
      '*a',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), fc.constantFrom('x.sh', 'x.yaml'), (words, name) => {
        const text = words.join(' ');
        for (const { launches, missing } of deploymentsIn(text, name))
          assert.ok(launches.length > 0 && missing.length < 2);
      }),
      { numRuns: 1000 },
    );
  });
});
