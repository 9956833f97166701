// Also tests: analysis/judging/checked-document
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { findingsIn } from '../../server/src/analysis/analysis';
import { Analyzer } from '../../server/src/analysis/analyze';
import type { FileKind } from '../../server/src/configuration/configuration';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { pairManifest, pairScript } from '../rules/launch-pair';
import { analyse, deployment, filesOf, fixed, now, readyTrace } from './analysed';

const folder = 'test/fixtures/launches';
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(?:ya?ml|sh)$/.test(name),
);
const kindOf = (file: string): FileKind => (file.endsWith('.sh') ? 'script' : 'manifest');
const lengths = Array.from({ length: 2000 }, (_, index) => [80 + (index % 41), 300 + ((index * 37) % 401)] as const);
const inputs = filesOf({ 'chat.csv': readyTrace(lengths) });
const given = '# afd-lens: trace=chat.csv profile=ascend-910c-deepseek-v3\n';

function launched(text: string, kind: FileKind) {
  return analyse(text, inputs, defaultFileSettings, kind).documents.filter((unit) => unit.deployment?.launches.length);
}

const pools = fc.record({
  attention: fc.integer({ min: 1, max: 24 }),
  ffn: fc.integer({ min: 1, max: 4 }),
  limit: fc.integer({ min: 16, max: 512 }),
  overlaps: fc.boolean(),
  inScript: fc.boolean(),
  crlf: fc.boolean(),
  bom: fc.boolean(),
});
type Pools = typeof pools extends fc.Arbitrary<infer T> ? T : never;

/** A pair with these numbers; A is a multiple of F, as the connector asks. */
function written({ attention, ffn, limit, overlaps, inScript, crlf, bom }: Pools): string {
  const pair = {
    both: {
      afd: { num_attention_ranks: attention * ffn, num_ffn_ranks: ffn },
      options: { 'max-num-seqs': limit, 'enable-dbo': overlaps || undefined, 'dbo-decode-token-threshold': 1 },
    },
    attention: { options: { 'data-parallel-size': attention * ffn } },
    ffn: { options: { 'data-parallel-size': ffn } },
  };
  const text = given + (inScript ? pairScript(pair) : pairManifest(pair));
  return (bom && !inScript ? '\uFEFF' : '') + (crlf && !inScript ? text.replaceAll('\n', '\r\n') : text);
}

describe('checkLaunches', () => {
  it('places the sizes that it may edit at their digits, in every fixture', () => {
    let compared = 0;
    for (const file of fixtures) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const { deployment: stated } of launched(text, kindOf(file))) {
        for (const pool of [stated!.attention, stated!.ffn]) {
          for (const { fact } of pool ? [{ fact: pool.size }, ...pool.copies] : []) {
            if (fact.literal === false) continue;
            assert.equal(Number(text.slice(fact.range.start, fact.range.end)), fact.value, file);
            compared++;
          }
        }
      }
    }
    assert.ok(compared > 60, `${compared} sizes`);
  });

  it('says the same of a text again, and after an edit and its undo', () => {
    for (const file of fixtures) {
      const text = readFileSync(join(folder, file), 'utf8');
      const analyzer = new Analyzer((message) => assert.fail(message), kindOf(file));
      const said = (version: string) =>
        findingsIn(analyzer.analyze(version, inputs, defaultFileSettings, now, 'declared'), true).map(
          ({ code, message, range, document }) => [code, message, range, document],
        );
      const first = said(text);
      said(`${text}\n# more`);
      said(text.slice(0, text.length / 2));
      assert.deepEqual(said(text), first, file);
    }
  });

  it('edits the sizes of both launches and nothing else', () => {
    let offered = 0;
    fc.assert(
      fc.property(pools, (numbers) => {
        const text = written(numbers);
        const kind = numbers.inScript ? 'script' : 'manifest';
        for (const { findings } of launched(text, kind)) {
          for (const fix of findings.flatMap((finding) => finding.fixes())) {
            const [, a, f] = /^Change to (\d+)A:(\d+)F/.exec(fix.title) ?? [];
            if (a === undefined) continue;
            const after = fixed(text, fix);
            assert.deepEqual(
              [after.replaceAll(/\d+/g, '0'), fix.edits.every(({ newText }) => newText === a || newText === f)],
              [text.replaceAll(/\d+/g, '0'), true],
            );
            const [again] = launched(after, kind);
            const { attention, ffn, batchSize } = again!.deployment!;
            const m = numbers.overlaps ? 2 : 1;
            assert.deepEqual(
              [attention!.workers, ffn!.workers, batchSize!.value],
              [Number(a), Number(f), Math.ceil(numbers.limit / m)],
            );
            offered++;
          }
        }
      }),
      { numRuns: 60 },
    );
    assert.ok(offered > 20, `${offered} fixes`);
  });

  it('predicts what the native manifest of the same numbers does', () => {
    fc.assert(
      fc.property(pools, (numbers) => {
        const [pair] = launched(written(numbers), numbers.inScript ? 'script' : 'manifest');
        const m = numbers.overlaps ? 2 : 1;
        const batch = Math.ceil(numbers.limit / m);
        const native = deployment(
          `{ workers: ${numbers.attention * numbers.ffn}, batchSize: ${batch} }`,
          `{ workers: ${numbers.ffn} }`,
          `  microbatches: ${m}\n`,
        ).replace(/workload: .*/, 'workload: { trace: chat.csv }');
        const [own] = analyse(native, inputs).documents;
        const of = (unit: typeof own) => [unit?.evaluation?.sizing?.regime, unit?.evaluation?.sizing?.throughput];
        assert.ok(of(own)[1] !== undefined);
        assert.deepEqual(of(pair), of(own));
      }),
      { numRuns: 60 },
    );
  });
});
