import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { explainDeployment } from '../../server/src/wording/derivation';
import { renderText } from '../../server/src/wording/explanation';
import { explainStrategies, strategyLine } from '../../server/src/wording/strategy-explanation';
import { analyse, filesOf, now } from '../analysis/analysed';
import { comparing } from '../evaluation/comparing';
import { served } from '../rules/served';

const more = '  microbatches: 3\n  slo: { ttft: 2s, tpot: 30ms }\n';
const close = served('gpt-oss-120b', 'h200', { attention: 'workers: 8, batchSize: 64', ffn: 8, more });

function unit(text: string, inputs: Inputs) {
  const { deployment, evaluation } = analyse(text, inputs).documents[0]!;
  assert.ok(deployment && evaluation);
  return { deployment, evaluation };
}

function explained(text: string, inputs: Inputs): string | undefined {
  const { deployment, evaluation } = unit(text, inputs);
  const explanation = explainStrategies(deployment, evaluation, now);
  return explanation && renderText(explanation);
}

describe('the explanation of strategies', () => {
  it('has the verdict first, a row for each strategy, and the evidence last', () => {
    const text = explained(close, comparing())!;
    const { evaluation } = unit(close, comparing());
    const { comparison } = evaluation.strategy;
    assert.ok(comparison?.kind === 'ready');
    const [best] = comparison.value.options
      .map(({ strategy, point }) => [point!.throughput, strategy] as const)
      .sort(([a], [b]) => b - a);
    const lines = text.split('\n');
    assert.match(
      lines[0]!,
      /^Near-tie: prefill\/decode serving with AFD gives .* tokens\/s against prefill\/decode serving/,
    );
    const rows = lines.filter((line) => / per user · TTFT /.test(line));
    assert.deepEqual(
      rows.map((row) => row.trim().split(/ {2,}/)[0]),
      ['aggregated, chunked prefill', 'prefill/decode', 'aggregated + AFD', 'prefill/decode + AFD'],
    );
    const figure = Math.round(best![0]).toLocaleString('en-US');
    assert.ok(
      rows.some((row) => row.includes(`  ${figure}  `)),
      figure,
    );
    assert.match(lines.at(-1)!, /^ {2}left out: /);
  });

  it('is one calm line in the derivation of the ratio', () => {
    const { deployment, evaluation } = unit(close, comparing());
    const line = strategyLine(evaluation);
    assert.match(line, /^serving strategies on 16 devices, prefill included: Near-tie: /);
    assert.ok(explainDeployment(deployment, evaluation, now).derivation.includes(line));
    assert.equal(strategyLine(unit(close, filesOf()).evaluation), '');
  });

  it('says what is missing, what is being done, and what failed', () => {
    const bare = explained(close.replace(/ {2}slo.*\n/, ''), comparing());
    assert.match(bare!, /^Unknown whether AFD pays: slo\.tpot is missing/);
    const busy = explained(close, { ...filesOf(), comparison: () => ({ kind: 'computing' }) });
    assert.match(busy!, /^Comparing serving strategies on 16 devices \.\.\.\n/);
    const failed = explained(close, { ...filesOf(), comparison: () => ({ kind: 'failed', why: 'boom' }) });
    assert.match(
      failed!,
      /^Unknown whether AFD pays: comparing strategies on 16 devices failed\.\n\n? *Why: boom; the log says more\.$/m,
    );
    assert.equal(explained(close, filesOf()), undefined);
  });
});
