// Also tests: manifest/dialects/vllm/plugin-settings
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { factsOf, fixture, launchesIn } from '../../launches/launch-fixtures';

describe('vLLM with its AFD plugin', () => {
  it('reads the settings out of JSON in a shell word, each at its own characters', () => {
    const text = fixture('vllm-afd-plugin/ranks.sh');
    const [attention, ffn, ...others] = launchesIn(text, 'ranks.sh');
    assert.deepEqual(others, []);
    assert.deepEqual([attention?.dialect, attention?.pool, ffn?.pool], ['vllm-afd-plugin', 'attention', 'ffn']);
    assert.deepEqual(factsOf(attention, text), {
      role: ['attention', 'attention', 'role'],
      connector: ['P2pNcclAFDConnector', 'P2pNcclAFDConnector', 'connector'],
      host: ['10.0.0.2', '10.0.0.2', 'host'],
      port: [1300, '1300', 'port'],
      attentionRanks: [4, '4', 'num_attention_ranks'],
      ffnRanks: [2, '2', 'num_ffn_ranks'],
      dataParallel: [4, '4', '--data-parallel-size'],
      tensorParallel: [1, 'default'],
      prefillContextParallel: [1, 'default'],
      maxNumSeqs: [255, '255', '--max-num-seqs'],
      maxNumBatchedTokens: [2048, '2048', '--max-num-batched-tokens'],
      microbatches: [2, '--enable-dbo', '--enable-dbo', 'computed'],
      model: ['deepseek-ai/DeepSeek-V3.2', 'deepseek-ai/DeepSeek-V3.2', 'serve'],
      schedulingPolicy: ['fcfs', 'default'],
    });
    assert.equal(text.slice(attention!.site.start, attention!.site.end), 'vllm');
    assert.deepEqual(attention?.options.get('additional-config')?.tree?.kind, 'map');
  });

  it('adds up dotted flags, in either way of giving a value', () => {
    const text = fixture('vllm-afd-plugin/dotted.sh');
    const [attention, ffn] = launchesIn(text, 'dotted.sh').map((launch) => factsOf(launch, text));
    assert.deepEqual(attention?.role, ['attention', 'attention', 'role']);
    assert.deepEqual(attention?.attentionRanks, [2, '2', 'num_attention_ranks']);
    assert.deepEqual(attention?.ffnRanks, [1, '1', 'num_ffn_ranks']);
    assert.deepEqual(
      [ffn?.role, ffn?.ffnRanks],
      [
        ['ffn', 'ffn', 'role'],
        [1, 'default'],
      ],
    );
  });

  it('lets dotted flags replace an object that is given whole, as vLLM does', () => {
    const text = `vllm serve m --additional-config.afd.num_ffn_ranks 3 --additional-config '{"afd": {"num_ffn_ranks": 5}}'`;
    assert.deepEqual(factsOf(launchesIn(text, 'x.sh')[0], text).ffnRanks, [3, '3', 'num_ffn_ranks']);
  });

  it('takes the last of two objects', () => {
    const text = `vllm serve m --additional-config '{"afd": {"port": 1}}' --additional-config '{"afd": {"port": 2}}'`;
    assert.deepEqual(factsOf(launchesIn(text, 'x.sh')[0], text).port, [2, '2', 'port']);
  });

  it('reads older spellings, so that their numbers are known', () => {
    const text = fixture('vllm-afd-plugin/older.sh');
    const [attention, ffn] = launchesIn(text, 'older.sh').map((launch) => factsOf(launch, text));
    assert.deepEqual(attention?.role, ['attention', 'attention', 'afd_role']);
    assert.deepEqual(attention?.connector, ['p2pconnector', 'p2pconnector', 'afd_connector']);
    assert.deepEqual(attention?.port, [1240, '1240', 'afd_port']);
    assert.deepEqual(attention?.attentionRanks, [6, '6', 'num_attention_servers']);
    assert.deepEqual(attention?.ffnRanks, [3, '3', 'num_ffn_servers']);
    assert.deepEqual(
      [ffn?.attentionRanks, ffn?.ffnRanks],
      [
        [6, '6', 'afd_size'],
        [3, '3', 'afd_size'],
      ],
    );
  });

  it('takes the splitting of the asynchronous connector for microbatches', () => {
    const text = fixture('vllm-afd-plugin/async.sh');
    assert.deepEqual(factsOf(launchesIn(text, 'x.sh')[0], text).microbatches, [2, 'default']);
    const off = text.replace('ubatching": true', 'ubatching": false');
    assert.deepEqual(factsOf(launchesIn(off, 'x.sh')[0], off).microbatches, [1, 'default']);
  });

  it('leaves open what only a run decides', () => {
    const text = fixture('vllm-afd-plugin/run-time.sh');
    const { attentionRanks, ffnRanks, maxNumSeqs } = factsOf(launchesIn(text, 'run-time.sh')[0], text);
    assert.deepEqual(attentionRanks, { unresolved: '$ATTENTION_RANKS', at: '$ATTENTION_RANKS' });
    assert.deepEqual(ffnRanks, [2, '2', 'num_ffn_ranks']);
    assert.deepEqual(maxNumSeqs, { unresolved: '$SEQS', at: '$SEQS' });
  });

  it('reads a file of options, with the settings as a map', () => {
    const text = fixture('vllm-afd-plugin/config-map.yaml');
    const [launch, ...others] = launchesIn(text, 'config-map.yaml');
    assert.deepEqual(others, []);
    const { attentionRanks, ffnRanks, dataParallel, microbatches, model } = factsOf(launch, text);
    assert.deepEqual(attentionRanks, [8, '8', 'num_attention_ranks']);
    assert.deepEqual(ffnRanks, [4, '4', 'num_ffn_ranks'], 'without the quotes around it');
    assert.deepEqual(dataParallel, [8, '8', 'data-parallel-size']);
    assert.deepEqual(microbatches, [2, 'enable-dbo', 'enable-dbo', 'computed']);
    assert.deepEqual(model, ['zai-org/GLM-5.2', 'zai-org/GLM-5.2', 'model']);
  });

  it('reads a file of options, with the settings as JSON and underscores in the names', () => {
    const text = fixture('vllm-afd-plugin/config-json.yaml');
    const { role, ffnRanks, dataParallel } = factsOf(launchesIn(text, 'config-json.yaml')[0], text);
    assert.deepEqual(
      [role, ffnRanks],
      [
        ['ffn', 'ffn', 'role'],
        [8, '8', 'num_ffn_ranks'],
      ],
    );
    assert.deepEqual(dataParallel, [8, '8', 'data_parallel_size']);
  });

  it('reads the keyword arguments of Ray Serve', () => {
    const text = fixture('vllm-afd-plugin/ray.yaml');
    const launches = launchesIn(text, 'ray.yaml');
    assert.deepEqual(
      launches.map(({ pool }) => pool),
      ['attention', 'ffn'],
    );
    assert.deepEqual(factsOf(launches[0], text).attentionRanks, [4, '4', 'num_attention_ranks']);
  });

  it('knows an anchor that a value shares with others', () => {
    const text = 'additional-config:\n  afd: { num_attention_ranks: &n 4, num_ffn_ranks: *n }\n';
    const [launch] = launchesIn(text, 'x.yaml');
    const { attentionRanks, ffnRanks } = launch!;
    assert.ok(attentionRanks && 'value' in attentionRanks && ffnRanks && 'value' in ffnRanks);
    assert.equal(attentionRanks.anchored?.anchor, 'n');
    assert.equal(ffnRanks.shared?.anchor, 'n');
    assert.equal(text.slice(ffnRanks.site.start, ffnRanks.site.end), '*n');
  });

  for (const [value, expected] of [
    ['4', [4, '4', 'num_ffn_ranks']],
    ['"4"', [4, '4', 'num_ffn_ranks']],
    ['4.0', [4, '4.0', 'num_ffn_ranks', 'computed']],
    ['2.5', undefined],
    ['true', undefined],
    ['null', undefined],
    ['[4]', undefined],
    ['{}', undefined],
    ['"four"', undefined],
  ] as const) {
    it(`reads ${value} as a count only where it is one`, () => {
      const text = `vllm serve m --additional-config '{"afd": {"num_ffn_ranks": ${value}}}'`;
      assert.deepEqual(factsOf(launchesIn(text, 'x.sh')[0], text).ffnRanks, expected);
    });
  }

  for (const [title, value, problem] of [
    ['a text', `'{"afd": "on"}'`, /must be an object/],
    ['a list', `'{"afd": [1]}'`, /must be an object/],
    ['null', `'{"afd": null}'`, /must be an object/],
    ['no JSON', `'{"afd": {"role": "attention"'`, /closing/],
    ['a key without quotes', `'{afd: {}}'`, /double quotes/],
    ['keys given twice', `'{"afd": {"port": 1, "port": 2}}'`, /twice/],
  ] as const) {
    it(`says what is wrong with settings that are ${title}`, () => {
      const [launch] = launchesIn(`vllm serve m --additional-config ${value}`, 'x.sh');
      assert.match(launch!.problems[0]!.message, problem);
    });
  }

  it('takes nothing else for AFD', () => {
    for (const options of [
      '',
      `--additional-config '{"x": {"afd": {}}}'`,
      '--additional-config "$CONFIG"',
      `--afd-mode x`,
    ])
      assert.deepEqual(launchesIn(`vllm serve m ${options}`, 'x.sh'), []);
  });

  it('survives settings nested without end', () => {
    const deep = '{"afd":'.repeat(1000);
    const [launch] = launchesIn(`vllm serve m --additional-config '${deep}'`, 'x.sh');
    assert.ok(launch === undefined || launch.problems.length > 0);
  });

  it('cuts every written value out of the text as it is', () => {
    const count = fc.integer({ min: 1, max: 9999 });
    const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/);
    const quotes = fc.constantFrom('plain', 'quoted', 'variable');
    fc.assert(
      fc.property(count, count, word, quotes, fc.nat(5), (a, f, host, style, blanks) => {
        const space = ' '.repeat(blanks);
        const written = style === 'quoted' ? `"${a}"` : style === 'variable' ? `'"$N"'` : `${a}`;
        const json = `{"afd":${space}{"num_attention_ranks":${space}${written}, "num_ffn_ranks": ${f},${space}"host": "${host}"}}`;
        const text = `N=${a}\nvllm serve m \\\n  --additional-config '${json}' -dp ${a}\n`;
        const [launch] = launchesIn(text, 'x.sh');
        const facts = [launch!.attentionRanks, launch!.ffnRanks, launch!.host, launch!.dataParallel];
        assert.deepEqual(
          facts.map((fact) =>
            fact && 'value' in fact ? [fact.value, text.slice(fact.range.start, fact.range.end), fact.literal] : fact,
          ),
          [a, f, host, a].map((value) => [value, String(value), true]),
        );
      }),
    );
  });
});
