import assert from 'node:assert/strict';
import { strategyQuestion } from '../../server/src/evaluation/strategy-question';
import { strategyEvidence } from '../../server/src/wording/strategy-evidence';
import { analyse, filesOf, now } from '../analysis/analysed';
import { rooflined } from '../evaluation/rooflined';
import { profile } from '../rules/base-texts';

const text = rooflined({ device: 'h800', more: '  slo: { tpot: 50ms, ttft: 2s }\n' });

function evidence(manifest: string, inputs = filesOf()): Readonly<Record<string, string>> {
  const { deployment, evaluation } = analyse(manifest, inputs).documents[0]!;
  const reading = strategyQuestion(deployment!, evaluation!);
  assert.ok(reading.kind === 'question');
  return Object.fromEntries(strategyEvidence(deployment!, evaluation!, reading.question, now));
}

describe('what a comparison of strategies rests on', () => {
  it('is model, devices, workload, costs and objectives, and what is left out', () => {
    assert.deepEqual(evidence(text), {
      served: '`deepseek-v3` on 32 × `h800`, for every strategy',
      requests: 'P 1,000 tokens; D 500 steps, on average',
      load: 'theta 1,499, nu 1,117 from the `statistics`',
      costs:
        'roofline of `deepseek-v3 on h800`, uncalibrated, error 50 %, data sheets, not a measurement; `afd-lens fit` calibrates',
      objectives: 'TTFT 2 s and TPOT 50 ms; means over requests, tails are longer',
      AFD: '1, 2, 3 or 4 microbatches in flight',
      queueing:
        'prompts of the mean length arrive at random (Poisson) and wait as in an M/D/1 queue; batches are always full',
      band: '90 % of the plausible worlds: theta and stage times within their errors; besides, serving without AFD communicates while it computes not at all to fully, and for each option by itself the busiest expert device has up to 25 % more rows, transfers take 0.6 to 1.9 times as long, a step up to 2.44 ms more',
      'left out': 'speculative decoding, pipeline and context parallelism, congestion, failures',
    });
  });

  it('says what is cached, how uneven experts are, and that prefill is not measured', () => {
    const more = text.replace('meanDecode: 500 }', 'meanDecode: 500 }, prefixTokens: 600');
    const found = evidence(
      `${more.replace('  device', '  latencyProfile: p.yaml\n  device')}  roofline: { expertBalance: 0.8 }\n`,
      filesOf({}, { 'p.yaml': profile('relativeError: 0.07\n') }),
    );
    assert.equal(found.requests, 'P 1,000 tokens, 600 of them in a prefix cache; D 500 steps, on average');
    assert.equal(found.experts, 'the mean device has 80 % of the rows of the busiest');
    assert.match(found.costs!, /error 7\.0 %/);
    assert.match(found.prefill!, /^by the roofline, uncalibrated/);
    assert.match(
      found.band!,
      /by itself transfers without AFD take 0\.6 to 1\.9 times as long, a step without AFD up to 610 µs more$/,
    );
    assert.match(found['left out']!, /prefixes cached elsewhere/);
  });
});
