// Also tests: latency/fit/fit-stages, latency/fit/fit-sweep, latency/fit/fitted-profile, latency/fit/leave-loads-out
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitMeasurements } from '../../../server/src/latency/fit/fit-measurements';
import { counts, generatedSweep, normals, sweepCsv, type Truth } from './generated-sweep';

const truth: Truth = { alpha: 2e-5, perRequest: 0.15, beta: 1, ffnAlpha: 0.028, ffnBeta: 9 };

function fitted(text: string) {
  const outcome = fitMeasurements(text);
  assert.ok(outcome.kind === 'fitted', JSON.stringify(outcome));
  return outcome.profile;
}

function problems(text: string): readonly string[] {
  const outcome = fitMeasurements(text);
  assert.ok(outcome.kind === 'failed');
  return outcome.problems.map(({ message }) => message);
}

/** Timings of every stage, B and context varied independently. */
function stageCsv(noise: number, seed = 1, rows = 1): string {
  const normal = normals(seed);
  const lines = ['stage,tokens,requests,time_us'];
  const add = (stage: string, tokens: number | '', requests: number, ms: number): number =>
    lines.push([stage, tokens, requests, 1000 * ms * (1 + noise * normal())].join(','));
  for (let repeat = 0; repeat < rows; repeat++) {
    for (const requests of [8, 32, 128]) {
      for (const context of [1000, 4000, 16000]) {
        const { alpha, perRequest, beta } = truth;
        add('attention', context * requests, requests, alpha * context * requests + perRequest * requests + beta);
      }
      add('ffn', '', 4 * requests, truth.ffnAlpha * 4 * requests + truth.ffnBeta);
      add('communication', '', 4 * requests, 0.004 * 4 * requests + 0.8);
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('fit measurements', () => {
  it('recovers the coefficients of stage timings', () => {
    const { kind, attention, ffn, communication, fixed, ranges, meanAbsolute } = fitted(stageCsv(0));
    assert.deepEqual([kind, fixed], ['stages', []]);
    const pairs = [
      [attention.alpha.value, truth.alpha],
      [attention.perRequest.value, truth.perRequest],
      [attention.beta.value, truth.beta],
      [ffn.alpha.value, truth.ffnAlpha],
      [ffn.beta.value, truth.ffnBeta],
      [communication.alpha.value, 0.004],
      [communication.beta.value, 0.8],
    ] as const;
    for (const [value, expected] of pairs) assert.ok(Math.abs(value / expected - 1) < 1e-6, `${value} ${expected}`);
    assert.ok(meanAbsolute < 1e-9);
    assert.deepEqual(ranges.batchSize, { low: 8, high: 128 });
    assert.deepEqual(ranges.tokenLoad, { low: 7200, high: 2_048_000 * 1.1 });
  });

  it('states standard errors that cover the truth', () => {
    let covered = 0;
    const runs = 100;
    for (let seed = 1; seed <= runs; seed++) {
      const { attention } = fitted(stageCsv(0.03, seed, 4));
      for (const key of ['alpha', 'perRequest', 'beta'] as const) {
        const { value, standardError } = attention[key];
        covered += Math.abs(value - truth[key]) < 2.03 * standardError! ? 1 : 0;
      }
    }
    assert.ok(covered / (3 * runs) > 0.89 && covered / (3 * runs) < 0.99, String(covered));
  });

  it('states relative errors that the times within the measured loads keep, however few rows there are', () => {
    for (const loads of [3, 4, 6, 20]) {
      let kept = 0;
      for (let seed = 1; seed <= 100; seed++) {
        const normal = normals(seed);
        const lines = ['stage,tokens,requests,time_ms'];
        const timeAt = (requests: number): number => truth.ffnAlpha * requests + truth.ffnBeta;
        const points = Array.from({ length: loads }, (_, index) => 100 * 8 ** (index / (loads - 1)));
        for (const requests of points) {
          lines.push(`ffn,,${requests},${timeAt(requests) * (1 + 0.03 * normal())}`);
          lines.push(`attention,${5000 * requests},${10 + (requests % 7)},${requests * (1 + 0.03 * normal())}`);
        }
        const { ffn, relativeError } = fitted(`${lines.join('\n')}\n`);
        const off = points.map((requests) => (ffn.alpha.value * requests + ffn.beta.value) / timeAt(requests) - 1);
        if (Math.max(...off.map(Math.abs)) <= relativeError.ffn) kept++;
      }
      assert.ok(kept >= 90, `${kept} of 100 with ${loads} rows`);
    }
  });

  it('states no small error where no row is left to judge by, and says why', () => {
    const lines = ['stage,tokens,requests,time_ms', 'attention,409600,25,13.9', 'attention,204800,50,11.1'];
    lines.push('attention,819200,100,30.9', 'ffn,,150,12.9', 'ffn,,300,18.0', 'ffn,,600,25.1', '');
    const { relativeError, notes } = fitted(lines.join('\n'));
    assert.ok(relativeError.attention >= 0.5 && relativeError.ffn > 0.2);
    assert.deepEqual(notes, [
      'Stage attention has 3 rows for 3 coefficients: nothing is left to tell its error, so 50 % is stated; measure more loads.',
    ]);
  });

  it('states the error of a row that it sets aside for little', () => {
    const lines = stageCsv(0.0005, 3, 3).trimEnd().split('\n');
    const at = lines.findIndex((line, index) => index > 8 && line.startsWith('ffn'));
    const fields = lines[at]!.split(',');
    lines[at] = [...fields.slice(0, 3), String(Number(fields[3]) * 1.04)].join(',');
    const { setAside, relativeError } = fitted(`${lines.join('\n')}\n`);
    assert.ok(setAside.some(({ line }) => line === at + 1));
    assert.ok(relativeError.ffn >= 0.039, `${relativeError.ffn}`);
  });

  it('names the rows it gives no weight, warm-up apart from outliers', () => {
    const lines = stageCsv(0.005, 2, 4).trimEnd().split('\n');
    const slower = (line: string, factor: number): string => line.replace(/[^,]+$/, (time) => String(+time * factor));
    lines[1] = slower(lines[1]!, 4);
    lines[20] = slower(lines[20]!, 1.5);
    const { setAside, attention } = fitted(lines.join('\n'));
    assert.deepEqual(
      setAside.map(({ line, message }) => `${line} ${message.split(':')[0]}`),
      ['2 warm-up', '21 outlier'],
    );
    assert.ok(Math.abs(attention.alpha.value / truth.alpha - 1) < 0.02);
  });

  it('fixes what stage timings cannot separate, and says so', () => {
    const oneContext = fitted(
      ['stage,tokens,requests,ms', ...[10, 20, 40, 80].flatMap((b) => [`attention,${b * 4000},${b},${0.1 * b + 2}`, `ffn,,${b},${0.03 * b + 9}`])].join('\n'), // biome-ignore format: a table
    );
    assert.deepEqual(
      oneContext.fixed.map(({ coefficient }) => coefficient),
      ['attention.perRequest', 'communication.alpha', 'communication.beta'],
    );
    // 0.1 ms for 4,000 tokens and a request, which counts as 6,000.
    assert.ok(Math.abs(oneContext.attention.alpha.value - 1e-5) < 1e-12);
    assert.ok(Math.abs(oneContext.attention.perRequest.value - 0.06) < 1e-9);
    assert.equal(oneContext.relativeError.attention, 0.4);
    const withoutRequests = fitted(
      ['stage,tokens,requests,ms', ...[10, 20, 40, 80].flatMap((b) => [`attention,${b * 4000},,${0.1 * b + 2}`, `ffn,,${b},${0.03 * b + 9}`])].join('\n'), // biome-ignore format: a table
    );
    assert.equal(withoutRequests.attention.perRequest.value, 0);
    assert.match(withoutRequests.fixed[0]!.why, /not every attention row says its requests/);
  });

  it('refuses stage timings that make no lines, with a sentence for each stage', () => {
    const header = 'stage,tokens,requests,ms\n';
    assert.deepEqual(problems(`${header}attention,1000,1,1\nattention,2000,2,2\nffn,,1,1\nffn,,1,1\nffn,,1,1`), [
      'Stage attention has 2 rows; measure at least 3, of different tokens.',
      'All rows of stage ffn have 1 requests; measure half as many and twice as many too.',
    ]);
    const [near] = problems(
      `${header}attention,1000,1,1\nattention,2000,2,2\nattention,3000,3,3\nffn,,100,1\nffn,,101,1\nffn,,102,1`,
    );
    assert.match(near!, /^The requests of stage ffn are all between 100 and 102, too near each other/);
    const [falling] = problems(
      `${header}attention,1000,1,1\nattention,2000,2,2\nattention,3000,3,3\nffn,,100,3\nffn,,200,2\nffn,,300,1`,
    );
    assert.equal(falling, 'The times of stage ffn do not grow with its requests; check what the columns hold.');
  });

  it('reports a sweep: regimes, ranges, errors, and what is fixed', () => {
    const contexts = [
      { context: 16384, batchSize: 25 },
      { context: 65536, batchSize: 6 },
    ];
    const plan = { contexts, attention: counts(8, 64, 4), ffn: 4, microbatches: 2, noise: 0.01, seed: 3 };
    const profile = fitted(sweepCsv(generatedSweep(truth, plan)));
    assert.deepEqual(
      profile.regimes.map(({ regime }) => regime),
      ['attention', 'ffn'],
    );
    assert.equal(
      profile.regimes.reduce((sum, { rows }) => sum + rows, 0) + profile.setAside.length,
      contexts.length * plan.attention.length,
    );
    assert.deepEqual(profile.ranges.ratio, { low: 2, high: 16 });
    assert.equal(profile.ranges.batchSize, undefined);
    assert.ok(Math.abs(profile.ranges.tokenLoad!.low - 0.9 * 393_216) < 1e-6);
    assert.ok(Math.abs(profile.ranges.tokenLoad!.high - 1.1 * 409_600) < 1e-6);
    assert.ok(profile.relativeError.ffn >= 0.02 && profile.relativeError.ffn < 0.1);
    assert.ok(profile.fixed.some(({ coefficient }) => coefficient === 'attention.beta'));
    assert.ok(profile.meanAbsolute < 0.03);
    assert.equal(profile.leaveOneOut.length, 2);
    const single = fitted(sweepCsv(generatedSweep(truth, { ...plan, contexts: contexts.slice(0, 1) })));
    assert.ok(single.relativeError.attention > 0.2, 'tokens and requests are not told apart');
    assert.match(single.notes.join(' '), /measure a second context/);
  });

  it('fits a sample of very many rows and says so', () => {
    const profile = fitted(stageCsv(0.02, 5, 4000));
    assert.equal(profile.rows, 60_000);
    assert.match(profile.notes.join(' '), /^Of 60,000 rows 30,00\d were fitted/);
    assert.ok(Math.abs(profile.attention.alpha.value / truth.alpha - 1) < 0.01);
  });

  it('never throws, whatever the text', () => {
    const cell = fc.oneof(
      fc.integer().map(String),
      fc.double().map(String),
      fc.constantFrom('', 'attention', 'ffn', '1e308', '1e-320', '"'),
    );
    const header = fc.constantFrom(
      'stage,tokens,requests,ms',
      'context,attention_workers,ffn_workers,requests,microbatches,step_ms',
    );
    const table = header.chain((names) => {
      const width = names.split(',').length;
      return fc
        .array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 })
        .map((rows) => [names, ...rows.map((row) => row.join(','))].join('\n'));
    });
    fc.assert(
      fc.property(fc.oneof(table, fc.string()), (text) => {
        const outcome = fitMeasurements(text);
        if (outcome.kind === 'failed') assert.ok(outcome.problems.length > 0);
      }),
    );
    const extreme = fc.array(fc.record({ a: fc.integer({ min: 1, max: 99 }), step: fc.double({ min: 1e-9, max: 1e12, noNaN: true }) }), { minLength: 6, maxLength: 20 }); // biome-ignore format: one idea
    fc.assert(
      fc.property(extreme, (rows) => {
        const outcome = fitMeasurements(
          ['context,attention,ffn,requests,microbatches,step_ms', ...rows.map(({ a, step }) => `1000,${a},4,50,2,${step}`)].join('\n'), // biome-ignore format: one idea
        );
        if (outcome.kind !== 'fitted') return;
        const { attention, ffn, relativeError } = outcome.profile;
        const numbers = [attention.alpha, attention.perRequest, attention.beta, ffn.alpha, ffn.beta].map(
          ({ value }) => value,
        );
        assert.ok([...numbers, ...Object.values(relativeError)].every((value) => Number.isFinite(value) && value >= 0));
      }),
    );
  });
});
