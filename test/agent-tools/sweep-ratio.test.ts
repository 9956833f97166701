// Also tests: agent-tools/sweep-json, agent-tools/sweep-text
import assert from 'node:assert/strict';
import { mostTextBytes } from '../../server/src/agent-tools/tool-text';
import { deployment } from '../analysis/analysed';
import { explained, structured, ToolRuns } from './tool-runs';

const inMilliseconds = `apiVersion: afd-lens/v1
kind: LatencyProfile
metadata: { name: p }
timeUnit: ms
calibration: measured
attention: { alpha: 0.000045, beta: 1.8 }
ffn: { alpha: 0.0031, beta: 2.2 }
communication: { alpha: 0.0006, beta: 0.6, scalesWith: bundle }
calibratedRanges: { ratio: [1, 24] }
`;

describe('sweep_afd_ratio', () => {
  let runs: ToolRuns;
  beforeEach(() => {
    runs = new ToolRuns();
  });
  afterEach(() => runs.dispose());
  const sweep = (input: object) => runs.run('sweep_afd_ratio', input);
  const manifest = (attention = 4, ffn = 1, more = '  microbatches: 3\n') =>
    deployment(`{ workers: ${attention}, batchSize: 256 }`, `{ workers: ${ffn} }`, more);

  it('has the numbers of explain --format json at the configured sizes, and its best alternative', async () => {
    const path = runs.write('chat.afd.yaml', manifest());
    const json = structured(await sweep({ path }));
    const [entry] = (await explained(path)).deployments;
    const { configured } = json;
    assert.deepEqual([configured.attention, configured.ffn, configured.ratio], [4, 1, 4]);
    for (const key of ['throughputPerInstance', 'cycleTime', 'tpot', 'regime', 'idle']) {
      assert.deepEqual(configured[key], entry[key], key);
    }
    const [best] = entry.recommendations;
    for (const key of ['attention', 'ffn', 'ratio', 'gainPercent', 'gainLowPercent', 'gainHighPercent']) {
      assert.equal(json.recommended[key], best[key], key);
    }
    assert.deepEqual(json.band, entry.optimum.band);
    assert.equal(json.predicted.attention, entry.optimum.pipeline.attention);
    assert.deepEqual([json.schemaVersion, json.modelVersion, json.document, json.name], [1, 3, 0, null]);
    assert.equal(json.thinned, false);
    assert.deepEqual(
      json.sweep.map(({ ratio }: { ratio: number }) => ratio),
      Array.from({ length: 32 }, (_, n) => n + 1),
    );
  });

  it('shows verdict, table and notes in text', async () => {
    const { text, isError } = await sweep({ path: runs.write('chat.afd.yaml', manifest()) });
    assert.equal(isError, false);
    assert.match(
      text,
      /^AFD deployment \(\S+chat\.afd\.yaml, document 0\): batch size 256, 3 microbatches in flight, ascend/,
    );
    assert.match(text, /\nconfigured 4A:1F: attention-bound, 0\.6585 tok\/cycle per worker\n/);
    assert.match(text, /\nrecommended 10A:1F: \+12 % \(\+7\.7 to \+13 %\) tokens\/s per worker\n/);
    assert.match(text, /\n4A:1F +4 +0\.6585 +933 cycles .* attention-bound, configured\n/);
    assert.match(text, /\n10A:1F .*, recommended, best\n/);
    assert.match(text, /\n9A:1F .*\n10A:1F .*\n11A:1F /, 'the neighbours of the best');
    assert.match(text, /\nsizes between these are left out$/);
    assert.ok(Buffer.byteLength(text) <= mostTextBytes);
  });

  it('answers what-if questions as a manifest with those values would', async () => {
    const path = runs.write('a.afd.yaml', manifest());
    const asked = structured(await sweep({ path, microbatches: 2, batchSize: 128 }));
    const changed = manifest(4, 1, '  microbatches: 2\n').replace('batchSize: 256', 'batchSize: 128');
    const written = structured(await sweep({ path: runs.write('b.afd.yaml', changed) }));
    assert.deepEqual({ ...asked, file: '' }, { ...written, file: '' });
    assert.deepEqual([asked.batchSize, asked.microbatches, asked.microbatchesAssumed], [128, 2, false]);
  });

  it('says when microbatches are assumed', async () => {
    const result = await sweep({ path: runs.write('a.afd.yaml', manifest(4, 1, '')) });
    assert.equal(structured(result).microbatchesAssumed, true);
    assert.match(result.text, /The manifest gives no microbatches; 3 are assumed here\./);
  });

  it('keeps to the ratios asked for', async () => {
    const path = runs.write('a.afd.yaml', manifest());
    const ratios = async (input: object) =>
      structured(await sweep({ path, ...input })).sweep.map(({ ratio }: { ratio: number }) => ratio);
    assert.deepEqual(await ratios({ low: 8, high: 10 }), [8, 9, 10]);
    assert.deepEqual((await ratios({ low: 30 })).slice(-2), [59, 60]);
    assert.deepEqual(await ratios({ high: 2 }), [1, 2]);
    const { text } = await sweep({ path, low: 5, high: 7 });
    assert.match(text, /\nbest beside 1F with ratios 5 to 7: 7A:1F\n/);
    assert.match(text, /\nrecommended 10A:1F/);
  });

  it('thins a large pool to a few sizes, the configured and the best ones among them', async () => {
    const result = await sweep({ path: runs.write('a.afd.yaml', manifest(37, 16)) });
    const json = structured(result);
    const kept = json.sweep.map(({ attention }: { attention: number }) => attention);
    assert.ok(kept.length <= 40);
    assert.equal(json.thinned, true);
    for (const attention of [16, 37, json.predicted.attention, 512])
      assert.ok(kept.includes(attention), `${attention}`);
    assert.ok(Buffer.byteLength(result.text) <= mostTextBytes);
    assert.match(result.text, /\n37A:16F .*configured/);
  });

  it('marks what breaks the objective, and says what the profile leaves out', async () => {
    runs.write('p.afd.yaml', inMilliseconds);
    const text = manifest(16, 1, '  microbatches: 3\n  slo: { tpot: 20ms }\n').replace(
      'ascend-910c-deepseek-v3',
      './p.afd.yaml',
    );
    const result = await sweep({ path: runs.write('a.afd.yaml', text) });
    assert.equal(result.isError, false, result.text);
    const json = structured(result);
    assert.deepEqual([json.timeUnit, json.tpotLimit], ['ms', 20]);
    assert.match(result.text, /leaving the TPOT objective aside/);
    assert.match(result.text, /over the objective/);
    assert.match(result.text, /\nthroughput in tok\/s per worker\n/);
  });

  it('asks which deployment where there are several', async () => {
    const two = `${manifest()}---\n${manifest(5).replace('spec:', 'metadata: { name: five }\nspec:')}`;
    const path = runs.write('two.afd.yaml', two);
    const { text, isError } = await sweep({ path });
    assert.equal(isError, true);
    assert.match(text, /two\.afd\.yaml has 2 deployments; give `document`: 0 \(no name\), 1 \(five\)\.$/);
    const second = structured(await sweep({ path, document: 1 }));
    assert.deepEqual([second.document, second.name, second.configured.attention], [1, 'five', 5]);
  });

  const refused: readonly [string, string, object, RegExp][] = [
    ['no path', '', { path: undefined }, /^Give `path`: absolute path of a manifest\.$/],
    ['a text', '', { text: 'a' }, /^There is no input `text`/],
    ['ratios the wrong way round', manifest(), { low: 9, high: 3 }, /^`low` must not be larger than `high`\.$/],
    ['a ratio of nothing', manifest(), { low: 0 }, /^`low` must be a ratio from 1\/1024 to 1024\.$/],
    ['a ratio beyond all', manifest(), { high: 5000 }, /^`high` must be a ratio from 1\/1024 to 1024\.$/],
    [
      'ratios between two sizes',
      manifest(),
      { low: 1.2, high: 1.8 },
      /^No pool sizes beside 1 FFN workers have a ratio/,
    ],
    ['no batch', manifest(), { batchSize: 0 }, /The batch size must be a whole number from 1 to 1,000,000\.$/],
    ['many microbatches', manifest(), { microbatches: 65 }, /whole number from 1 to 64\.$/],
    ['no such document', manifest(), { document: -1 }, /^There is no document -1: .* has only document 0\.$/],
    ['broken YAML', 'spec: [\n', {}, /a\.afd\.yaml:\d+:\d+ Not valid YAML/],
    ['no deployment', '# nothing\n', {}, /has no deployment with both pools/],
    ['a missing fact', deployment('{ workers: 4 }'), {}, /batchSize` is missing/],
    [
      'an unknown profile',
      manifest().replace('ascend', 'x'),
      {},
      /latency profile `x-910c-deepseek-v3` is not known\.$/,
    ],
  ];
  for (const [title, text, input, expected] of refused) {
    it(`says in one sentence why there is no sweep: ${title}`, async () => {
      const path = runs.write('a.afd.yaml', text);
      const result = await sweep({ path, ...input });
      assert.deepEqual([result.isError, result.structured], [true, undefined], result.text);
      assert.match(result.text, expected);
    });
  }
});
