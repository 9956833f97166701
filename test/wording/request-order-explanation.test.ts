// Also tests: wording/request-order-words
import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { renderText } from '../../server/src/wording/explanation';
import { explainRequestOrder } from '../../server/src/wording/request-order-explanation';
import { analyse, deployment } from '../analysis/analysed';
import { arrivingInputs, mixedStream, scheduled } from '../evaluation/arriving';
import { arrivingLaunch } from '../rules/arriving-launch';

const explained = (text: string, inputs?: Inputs): string => {
  const { deployment: stated, evaluation, requestOrder } = analyse(text, inputs).documents[0]!;
  return renderText(explainRequestOrder(stated!, evaluation!, requestOrder!));
};
const stands = /^ {2}The order does not change theta, so the ratio stands\.$/m;

describe('the explanation of request order', () => {
  it('shows the orders side by side, the sum, and where each number comes from', () => {
    const text = explained(scheduled(), arrivingInputs(mixedStream(2000, 2.1)).inputs);
    assert.match(text, /^Offered load 0\.89 \(0\.80 to 0\.99\) · smallest volume first changes the mean by -45 %$/m);
    assert.match(
      text,
      /^ {2}first come, first served, as configured +393 \(81\.\d+ s\) +p99 863; mean at most \d\.\d\d × the best possible$/m,
    );
    assert.match(text, /^ {2}smallest volume first +218 /m);
    assert.match(
      text,
      /^ {2}rho = lambda \/ x × t × E\[volume\] \/ M = 2\.\d+ \/ 4 × 207\.1 ms × [\d,]+ \/ 16,492 = 0\.89$/m,
    );
    assert.match(
      text,
      /^ {2}lambda per second from t\.csv, .*, M from kvTokens, t at \d+\.\d+ requests in flight per worker$/m,
    );
    assert.match(text, /^ {2}theta [\d.]+ · largest request [\d,]+ tokens, 0\.\d+ of M$/m);
    assert.match(
      text,
      /^ {2}The first 2,000 requests of the trace, on one of 4 attention workers, with decode lengths /m,
    );
    assert.match(text, stands);
  });

  it('says that numbers of launches come from their comment, and which it lacks', () => {
    const { inputs } = arrivingInputs(mixedStream(2000, 2.1));
    const of = (comment: string) => {
      const unit = analyse(arrivingLaunch({}, comment), inputs, undefined, 'script').documents[0]!;
      return renderText(explainRequestOrder(unit.deployment!, unit.evaluation!, unit.requestOrder!));
    };
    const known = of('trace=t.csv profile=p.yaml kv-tokens=16492 request-rate=0.7');
    assert.match(
      known,
      /^ {2}lambda per second from request-rate of the comment, .*, M from kv-tokens of the comment, /m,
    );
    const less = of('trace=t.csv profile=p.yaml');
    assert.match(less, /^Offered load unknown$/m);
    assert.match(less, /^ {2}It takes the tokens that the KV cache .*: kv-tokens= in a comment # afd-lens:\.$/m);
  });

  it('says why no order was tried', () => {
    const calm = explained(scheduled(), arrivingInputs(mixedStream(2000, 0.7)).inputs);
    assert.match(calm, /^Offered load 0\.29 .* · the order of requests hardly matters here$/m);
    assert.match(calm, /^ {2}No order was tried: below 0\.7 the cache is seldom full\.$/m);
    assert.match(calm, stands);
    const over = explained(scheduled(), arrivingInputs(mixedStream(2000, 3)).inputs);
    assert.match(over, /^Offered load 1\.28 .* · no order keeps up$/m);
    const perhaps = explained(scheduled(), arrivingInputs(mixedStream(2000, 3), 0.4).inputs);
    assert.match(perhaps, /^Offered load 1\.28 \(0\.\d+ to .* · as predicted no order keeps up$/m);
  });

  it('asks for what is missing', () => {
    const text = explained(deployment('{ workers: 10, batchSize: 256 }'));
    assert.match(text, /^Offered load unknown$/m);
    assert.match(
      text,
      /^ {2}It takes how often requests come: workload\.requestRate, or a trace with arrival times; a latency profile in seconds; the number of microbatches; scheduler\.kvTokens, or model and device\.$/m,
    );
    assert.match(text, stands);
  });

  it('says while the orders are compared, and where that failed', () => {
    const { inputs } = arrivingInputs(mixedStream(2000, 2.1));
    for (const [state, said] of [
      [{ kind: 'computing' }, /The orders are being compared\./],
      [{ kind: 'failed', why: 'boom' }, /The orders could not be compared: boom; the log says more\./],
    ] as const) {
      const text = explained(scheduled(), { ...inputs, schedule: () => state });
      assert.match(text, said);
      assert.match(text, /^Offered load 0\.89 \(/m);
    }
  });
});
