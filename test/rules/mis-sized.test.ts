import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { type AnalysedDocument, locatedFindings } from '../../server/src/analysis/analysis';
import { InputStore } from '../../server/src/analysis/input-store';
import type { Fix } from '../../server/src/rules/rule';
import { applyEdits } from '../../server/src/text/text-range';
import { TraceLoader } from '../../server/src/workload/trace-loader';
import { analyse, deployment, findingsOf, fixed } from '../analysis/analysed';
import { styledManifests } from '../analysis/manifest-styles';

const misSized = /^AFD10[1-4]$/;
const isResize = ({ title }: Fix) => title.startsWith('Change to ');

/** The pools a fix announces. */
function announced({ title }: Fix): readonly [number, number] {
  const match = /^Change to (\d+)A:(\d+)F/.exec(title);
  assert.ok(match, title);
  return [Number(match[1]), Number(match[2])];
}

const poolsOf = ({ deployment: stated }: AnalysedDocument) => [stated?.attention?.workers, stated?.ffn?.workers];

/** The other documents' pools, and everything outside the edited characters. */
function assertMinimal(text: string, edited: string, fix: Fix, start: number): void {
  const edits = [...fix.edits].sort((a, b) => a.range.start - b.range.start);
  let [before, after] = [0, 0];
  for (const { range, newText } of edits) {
    const kept = start + range.start - before;
    assert.ok(kept >= 0, 'edits overlap');
    assert.equal(edited.slice(after, after + kept), text.slice(before, before + kept));
    before = start + range.end;
    after += kept + newText.length;
    assert.match(text.slice(start + range.start, before), /^(?:\d+|\*\w+)?$/, 'replaces more than one scalar');
    assert.match(newText, /^(?:\d+|\{ <<: \*\w+, \w+: \d+ \}|, \w+: \d+|\w+: \d+\r?\n *)$/);
  }
  assert.equal(edited.slice(after), text.slice(before));
}

describe('quick fixes of a mis-sized ratio', () => {
  it('give the pools they announce, change nothing else, and leave no mis-sized finding where they are preferred', () => {
    let [seen, preferred] = [0, 0];
    fc.assert(
      fc.property(styledManifests, ({ text, deployments }) => {
        const { documents } = analyse(text);
        assert.ok(
          documents.every(({ wellFormed }) => wellFormed),
          text,
        );
        assert.equal(documents.filter(({ deployment: stated }) => stated).length, deployments);
        documents.forEach((document, index) => {
          const finding = document.findings.find(({ code }) => misSized.test(code));
          if (!finding) return;
          const fixes = finding.fixes().filter(isResize);
          assert.equal(fixes.filter((fix) => fix.preferred).length, 1, `no preferred fix in\n${text}`);
          assert.ok(fixes[0]!.preferred);
          for (const fix of fixes) {
            seen++;
            const edits = fix.edits.map(({ range, newText }) => ({
              range: { start: document.start + range.start, end: document.start + range.end },
              newText,
            }));
            const edited = applyEdits(text, edits);
            assertMinimal(text, edited, fix, document.start);
            const again = analyse(edited).documents;
            assert.deepEqual(poolsOf(again[index]!), announced(fix));
            assert.ok(again.every(({ wellFormed }) => wellFormed));
            again.forEach((other, at) => {
              if (at !== index) assert.deepEqual(poolsOf(other), poolsOf(documents[at]!));
            });
            if (!fix.preferred) continue;
            preferred++;
            assert.deepEqual(
              again[index]!.findings.filter(({ code }) => misSized.test(code)),
              [],
            );
          }
        });
      }),
      { numRuns: 60 },
    );
    assert.ok(seen > 120 && preferred > 50, `only ${seen} fixes, ${preferred} preferred`);
  });

  /** The resize fixes of the only mis-sized finding: title and text after it. */
  function offered(text: string): Record<string, string> {
    const finding = findingsOf(text).find(({ code }) => misSized.test(code));
    return Object.fromEntries((finding?.fixes ?? []).filter(isResize).map((fix) => [fix.title, fixed(text, fix)]));
  }

  it('offer the override first and say how many uses an anchor has', () => {
    const text = (anchor: string, use: string) =>
      `x-a: &a { workers: ${anchor}, batchSize: 256 }\nx-b: *a\n${deployment(use)}`;
    assert.deepEqual(offered(text('4', '*a')), {
      'Change to 10A:1F (+11 %, same FFN pool): override here': text('4', '{ <<: *a, workers: 10 }'),
      'Change to 10A:1F (+11 %, same FFN pool): edit the anchor &a, 2 uses': text('10', '*a'),
    });
  });

  it('never let one pool follow the other through their common anchor', () => {
    const text = deployment('{ workers: &n 4, batchSize: 256 }', '{ workers: *n }');
    for (const [title, edited] of Object.entries(offered(text))) {
      assert.deepEqual(poolsOf(analyse(edited).documents[0]!).join('A:'), /(\d+A:\d+)F/.exec(title)![1]);
    }
    assert.ok(Object.keys(offered(text)).length > 0);
  });

  it('keep to the parallel sizes that a pool is counted in', () => {
    const titles = Object.keys(offered(deployment('{ dataParallel: 1, tensorParallel: 4, batchSize: 256 }')));
    assert.ok(titles.length > 0);
    for (const title of titles) assert.equal(announced({ title } as Fix)[0] % 4, 0, title);
  });

  for (const literal of ['0x4', '4e0', '+4', '04']) {
    it(`are not offered for an unusual notation, which is said: ${literal}`, () => {
      const text = deployment(`{ workers: ${literal}, batchSize: 256 }`);
      assert.deepEqual(offered(text), {});
      const [located] = locatedFindings(analyse(text));
      assert.match(located!.finding.related[0]!.message, /^No edit is offered: `.*` is not a plain decimal number\.$/);
    });
  }

  it('leave no mis-sized finding on any trace of the fixtures', async () => {
    const store = new InputStore({ loader: new TraceLoader({}) });
    const inputs = store.inputsFor({ kind: 'folder', path: resolve('test/fixtures/traces') });
    const shapes = [
      ['{ workers: 1, batchSize: 16 }', '{ workers: 1 }', ''],
      ['{ workers: 40, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n'],
      ['{ dataParallel: 3, batchSize: 64 }', '{ workers: 8 }', '  microbatches: 1\n'],
    ] as const;
    let seen = 0;
    for (const trace of readdirSync('test/fixtures/traces')) {
      inputs.trace(trace, undefined);
      await store.settled();
      for (const [attention, ffn, more] of shapes) {
        const text = deployment(attention, ffn, more).replace(/workload: .*/, `workload: { trace: ${trace} }`);
        const fix = findingsOf(text, inputs)
          .find(({ code }) => misSized.test(code))
          ?.fixes.find(({ preferred }) => preferred);
        if (!fix) continue;
        seen++;
        const after = findingsOf(fixed(text, fix), inputs).filter(({ code }) => misSized.test(code));
        assert.deepEqual(after, [], `${trace}: ${fix.title}`);
      }
    }
    store.dispose();
    assert.ok(seen >= 10, `only ${seen} mis-sized deployments`);
  });
});
