import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import type { Deployment } from '../../server/src/manifest/deployment';
import { explainDeployment } from '../../server/src/wording/derivation';
import { renderMarkdown, renderText } from '../../server/src/wording/explanation';
import { summarize } from '../../server/src/wording/summary';
import { analyse, deployment, filesOf, now } from '../analysis/analysed';
import { anyPools, factOf } from '../manifest/stated-launch';
import { launchSubject } from '../rules/launch-subject';

function explained(text: string, inputs?: Inputs) {
  const { deployment: stated, evaluation } = analyse(text, inputs).documents[0]!;
  assert.ok(stated && evaluation);
  const explanation = explainDeployment(stated, evaluation, now);
  return {
    text: renderText(explanation),
    markdown: renderMarkdown(explanation),
    summary: summarize(stated, evaluation),
  };
}

/*
 * The paper's base case by hand, with B = 256 and geometric lengths of mean 100 and 500:
 * theta = 100 + 500 - 1 = 599; nu = sqrt(100 x 99 + 500 x 499) = 509.3
 * tA = 0.00165 x 256 x 599 + 50 = 303.0; sigma = 0.00165 x sqrt(256) x 509.3 = 13.45; kappa(4) = 1.0294, adds 13.84
 * tF(4) = 0.083 x 4 x 256 + 100 = 184.99; tC(4) = 0.022 x 4 x 256 + 20 = 42.53; throughput 4 x 256 / (5 x 316.9) = 0.6463
 * r* = (303.0 - 100) / (0.083 x 256) = 9.55; at 10A:1F 11.2 % more
 */
const baseCase = `4A:1F is attention-bound · optimum 10A:1F, +11 % (+8.9 to +12 %) tokens/s per worker with 11 workers instead of 5 · as good within the errors: 9A to 10A with 1F

  attention, slowest of 4    316.9 cycles  ██████████ sets the cycle, mean worker idle 4.4 %
  FFN on 4 × 256 requests      185 cycles  ██████···· idle 42 %
  communication, round trip  42.53 cycles  █········· hidden

  tA = 0.00165 × 256 × 599 + 50 = 303 cycles; the slowest of 4 adds 13.84 (kappa 1.03 × sigma 13.45)
  cycle = E[max(slowest tA, tC, tF)] = 316.9 cycles; 0.6463 tok/cycle per worker
  mean-field r* = (tA - beta_F) / (alpha_F B) = (303 - 100) / (0.083 × 256) = 9.55
  best ratio: mean-field 9.55 · barrier-aware 10
  the gain's 90 % band comes from what the theory misses 51 %, attention times 31 %, FFN times 18 %; measured attention times would narrow it most

  theta 599, nu 509.3 from the statistics
  profile ascend-910c-deepseek-v3, published, times in cycles, error 5.0 % assumed, from arXiv 2601.21351 v1, Table 2`;

describe('the derivation', () => {
  it("of the paper's base case is what a hand computation gives", () => {
    assert.equal(explained(deployment('{ workers: 4, batchSize: 256 }')).text, baseCase);
  });

  it('says the same in Markdown', () => {
    const { markdown, text } = explained(deployment('{ workers: 4, batchSize: 256 }'));
    const numbers = (from: string) => [...from.matchAll(/\d+(?:[.,]\d+)*/g)].map(([number]) => number);
    assert.deepEqual(numbers(markdown), numbers(text));
  });

  const headlines: readonly [string, string, string][] = [
    [
      'optimal',
      deployment('{ workers: 10, batchSize: 256 }'),
      '10A:1F · attention-bound · 0.7186 tok/cycle per worker · optimal',
    ],
    [
      'close',
      deployment('{ workers: 9, batchSize: 256 }'),
      '9A:1F · attention-bound · 0.7133 tok/cycle per worker · as good as the best within the errors',
    ],
    ['no batch size', deployment('{ workers: 4 }'), '4A:1F · not evaluated: a fact is missing'],
    [
      'a template',
      deployment('{ workers: {{ .x }}, batchSize: 256 }'),
      'AFD deployment · not evaluated: filled in by a template',
    ],
    [
      'an unknown profile',
      deployment('{ workers: 4, batchSize: 256 }').replace('ascend', 'x'),
      '4A:1F · not evaluated: the latency profile cannot be used',
    ],
    [
      'a missing trace',
      deployment('{ workers: 4, batchSize: 256 }').replace(/workload.*/, 'workload: { trace: t }'),
      '4A:1F · not evaluated: the trace cannot be used',
    ],
    [
      'impossible statistics',
      deployment('{ workers: 4, batchSize: 256 }').replace('500', '0'),
      '4A:1F · not evaluated: the statistics cannot be used',
    ],
    [
      'an interval',
      deployment('{ workers: 4, batchSize: 256 }').replace(
        /\{ distribution.*?\}/,
        '{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 }',
      ),
      '4A:1F · theta 499.6 to 698.4 · optimum 7A:1F to 11A:1F',
    ],
  ];
  for (const [title, text, expected] of headlines) {
    it(`has a summary in one line: ${title}`, () => {
      const { summary } = explained(text);
      assert.equal(summary, expected);
      assert.doesNotMatch(summary, /\n/);
    });
  }

  it('says which file is being read', () => {
    const loading: Inputs = { ...filesOf(), trace: () => ({ kind: 'loading' }) };
    const text = deployment('{ workers: 4, batchSize: 256 }').replace(/workload.*/, 'workload: { trace: a/b.csv }');
    assert.equal(explained(text, loading).summary, '4A:1F · reading a/b.csv');
  });

  it('lets no word of the file act as Markdown', () => {
    const name = '"[x](http://evil) **b** <img src=x>"';
    const { markdown } = explained(
      deployment('{ batchSize: 256 }').replace('spec:', `metadata: { name: ${name} }\nspec:`),
    );
    const outsideCode = markdown.replaceAll(/`[^`]*`/g, '');
    assert.doesNotMatch(outsideCode, /evil|<img/);
  });

  /** The explanation of a deployment that launches state. */
  function ofLaunch(text: string, change: Partial<Deployment>): string {
    const { deployment: stated, evaluation } = launchSubject(text, {}, change);
    return renderText(explainDeployment(stated, evaluation!, now));
  }

  it('says where the batch size comes from, and how an uneven share is counted', () => {
    const text = 'attn a=7 f=2 seqs=512\nffn a=7 f=2\n';
    const half = { batchSize: factOf(256, { literal: false }), microbatches: factOf(2, { literal: false }) };
    assert.match(ofLaunch(text, half), /^ {2}B = 512 requests in 2 microbatches = 256$/m);
    assert.doesNotMatch(ofLaunch(text, { microbatches: factOf(1) }), /B = /);
    const topology = { ...anyPools, wholeWorkersPerFfn: true };
    assert.match(ofLaunch(text, { topology }), /^ {2}FFN, slowest of 2, on 4 × 512 requests /m);
    assert.match(ofLaunch(text, {}), /^ {2}FFN on 3\.50 × 512 requests /m);
    assert.match(ofLaunch(text.replaceAll('a=7', 'a=8'), { topology }), /^ {2}FFN on 4 × 512 requests /m);
  });

  it('names the connector where it limits the recommendation', () => {
    const seven = { ...anyPools, ffnDivides: 7 };
    const text = ofLaunch('attn a=60 f=6 seqs=64\nffn a=60 f=6\n', {
      topology: { ...seven, attentionMultipleOfFfn: true },
    });
    assert.doesNotMatch(text, /limited by/, 'one FFN worker is as good');
    const { deployment: stated, evaluation } = launchSubject(
      'attn a=8 f=2 seqs=256\nffn a=8 f=2\n',
      {},
      { topology: seven },
    );
    const bound = { ...evaluation!, sizing: { ...evaluation!.sizing!, limitedBy: 'engine' as const } };
    assert.match(
      renderText(explainDeployment(stated, bound, now)),
      /The recommendation is limited by the connector TestConnector\./,
    );
  });

  it('speaks of no key of the native manifest for what launches state', () => {
    const slow = { tpotSeconds: factOf(0.001), microbatches: factOf(3) };
    for (const change of [slow, { tpotSeconds: factOf(0.001) }, { batchSize: undefined }]) {
      assert.doesNotMatch(ofLaunch('attn a=8 f=2 seqs=256\nffn a=8 f=2\n', change), /\bslo\b|spec\.|microbatches` /);
    }
  });
});
