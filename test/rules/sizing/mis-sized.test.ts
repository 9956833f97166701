import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { type AnalysedDocument, findingsIn } from '../../../server/src/analysis/analysis';
import { InputStore } from '../../../server/src/analysis/input-store';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import type { Fix } from '../../../server/src/rules/rule';
import { isWithinFile } from '../../../server/src/rules/rule';
import { attentionBound } from '../../../server/src/rules/sizing/attention-bound';
import { applyEdits } from '../../../server/src/text/text-range';
import { TraceLoader } from '../../../server/src/workload/trace-loader';
import { analyse, deployment, findingsOf, fixed } from '../../analysis/analysed';
import { styledManifests } from '../../analysis/manifest-styles';
import { factOf, poolOf } from '../../manifest/stated-launch';
import { launchSubject } from '../launch-subject';

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
function assertMinimal(text: string, edited: string, fix: Fix): void {
  const edits = [...fix.edits].sort((a, b) => a.range.start - b.range.start);
  let [before, after] = [0, 0];
  for (const { range, newText } of edits) {
    const kept = range.start - before;
    assert.ok(kept >= 0, 'edits overlap');
    assert.equal(edited.slice(after, after + kept), text.slice(before, before + kept));
    before = range.end;
    after += kept + newText.length;
    assert.match(text.slice(range.start, before), /^(?:\d+|\*\w+)?$/, 'replaces more than one scalar');
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
            const edited = applyEdits(text, fix.edits);
            assertMinimal(text, edited, fix);
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

  it('name the number of workers that stays, and change what the manifest means', () => {
    const fixes = findingsIn(analyse(deployment('{ workers: 9, batchSize: 256 }', '{ workers: 4 }')))[0]!.fixes();
    assert.deepEqual(
      fixes.filter(isResize).map(({ title, cosmetic }) => [title, cosmetic]),
      [
        ['Change to 10A:1F (+31 %, a smaller bundle)', false],
        ['Change to 42A:4F (+28 %, same FFN pool)', false],
        ['Change to 11A:2F (+22 %, same 13 workers)', false],
      ],
    );
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
      const [finding] = findingsIn(analyse(text));
      assert.match(
        finding!.related[0]!.message,
        /^The (?:attention|FFN) pool is not edited: `.*` is not a plain decimal number\.$/,
      );
    });
  }

  it('leave no mis-sized finding on any trace of the fixtures', async () => {
    const store = new InputStore({ loader: new TraceLoader({}) });
    const read = store.inputsFor({ kind: 'folder', path: resolve('test/fixtures/traces') });
    // As if there were many more requests of the same lengths.
    const errors = { theta: 0.01, nu: 0.01, meanDecode: 0.01, thetaNuCorrelation: 0, groups: 99, reach95: 2 };
    const inputs: Inputs = {
      ...read,
      trace: (...asked) => {
        const state = read.trace(...asked);
        if (state.kind !== 'ready') return state;
        return { ...state, summary: { ...state.summary, errors: { ...errors, by: 'requests' } } };
      },
      profile: (path) => read.profile(path),
    };
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

describe('quick fixes of a mis-sized ratio that launches state', () => {
  const [attn, ffn] = ['attn a=8 f=2 dp=4 tp=2 seqs=256\n', 'ffn a=8 f=2\n'];
  const ofSubject = (subject: ReturnType<typeof launchSubject>) => attentionBound.check(subject)[0]!;

  it('say how many places change where that is more than the two sizes, and in how many files', () => {
    const titles = (text: string, others: Record<string, string> = {}) =>
      ofSubject(launchSubject(text, others))
        .fixes()
        .map(({ title }) => title.replace(/ \(.*?\)/, ''));
    const [few, other] = ['attn a=8 seqs=256\n', 'ffn f=2\n'];
    assert.deepEqual(titles(few + other), ['Change to 10A:1F', 'Change to 9A:1F', 'Change to 20A:2F']);
    assert.deepEqual(titles(few, { '/srv/ffn.yaml': other }), [
      'Change to 10A:1F, in 2 places of 2 files',
      'Change to 9A:1F, in 2 places of 2 files',
      'Change to 20A:2F',
    ]);
    assert.deepEqual(titles(attn + ffn), ['Change to 10A:1F, in 5 places', 'Change to 20A:2F, in 3 places']);
    assert.deepEqual(titles(attn, { '/srv/ffn.yaml': ffn }), [
      'Change to 10A:1F, in 5 places of 2 files',
      'Change to 20A:2F, in 3 places of 2 files',
    ]);
    assert.deepEqual(titles(other, { '/srv/attn.yaml': few }), [
      'Change to 10A:1F, in 2 places of 2 files',
      'Change to 9A:1F, in 2 places of 2 files',
      'Change to 20A:2F',
    ]);
  });

  it('keep every copy of the sizes in step', () => {
    const finding = ofSubject(launchSubject(attn + ffn));
    assert.match(finding.message, /^8A:2F is attention-bound: /);
    assert.equal(finding.range.start, 'attn a='.length);
    const [first, ...more] = finding.fixes();
    assert.equal(first!.preferred && more.every(({ preferred }) => !preferred), true);
    for (const fix of [first!, ...more]) {
      const [a, f] = announced(fix);
      const edited = applyEdits(attn + ffn, fix.edits);
      assert.equal(edited, `attn a=${a} f=${f} dp=${a / 2} tp=2 seqs=256\nffn a=${a} f=${f}\n`);
      assert.deepEqual(fix.elsewhere, []);
    }
  });

  it('reach into the other file, where the places that belong to it are', () => {
    const subject = launchSubject(attn, { '/srv/ffn.yaml': ffn });
    const finding = ofSubject(subject);
    assert.deepEqual(
      finding.related.map(({ file, range }) => [file, range]),
      [['/srv/ffn.yaml', { start: 'ffn a=8 f='.length, end: 'ffn a=8 f=2'.length }]],
    );
    const [fix] = finding.fixes();
    const [a, f] = announced(fix!);
    const [other] = fix!.elsewhere!;
    assert.equal(other!.path, '/srv/ffn.yaml');
    assert.equal(applyEdits(ffn, other!.edits), `ffn a=${a} f=${f}\n`);
    assert.equal(isWithinFile(fix!), false);
  });

  it('are about a place of this file also where the size is set in the other', () => {
    const finding = ofSubject(launchSubject(`${ffn}`, { '/srv/attn.yaml': attn }));
    assert.deepEqual(finding.range, { start: 'ffn a='.length, end: 'ffn a=8'.length });
  });

  it('are not offered where a variable gives more than the sizes, or the copies cannot all change', () => {
    const variable = launchSubject(`N=8\nattn a=$N f=1 seqs=$N\nffn a=$N f=1\n`);
    assert.deepEqual(
      attentionBound.check(variable).flatMap((finding) => finding.fixes()),
      [],
    );
    const given = launchSubject(attn + ffn, {}, { attention: poolOf(8, { size: factOf(8, { setIn: 'a.yaml' }) }) });
    const finding = ofSubject(given);
    assert.equal(finding.related[0]!.message, 'The attention pool is not edited: it is set in `a.yaml`.');
    for (const fix of finding.fixes()) assert.equal(announced(fix)[0], 8, 'only the FFN pool can change');
    const both = launchSubject(
      attn + ffn,
      {},
      {
        attention: poolOf(8, { size: factOf(8, { setIn: 'a.yaml' }) }),
        ffn: poolOf(2, { size: factOf(2, { setIn: 'b.yaml' }) }),
      },
    );
    assert.deepEqual(
      ofSubject(both).related.map(({ message }) => message),
      [
        'The attention pool is not edited: it is set in `a.yaml`.',
        'The FFN pool is not edited: it is set in `b.yaml`.',
        '2 FFN workers, idle 43 % of each cycle.',
      ],
    );
  });

  it('count in nodes where the deployment does', () => {
    const nodes = (workers: number) => poolOf(workers, { unit: 'node', factor: 8 });
    const finding = ofSubject(launchSubject(attn + ffn, {}, { attention: nodes(24), ffn: nodes(16) }));
    assert.match(finding.related[0]!.message, /^2 FFN nodes of 8 workers, idle /);
  });
});
