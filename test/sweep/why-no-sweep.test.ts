import assert from 'node:assert/strict';
import type { Inputs, ProfileState, TraceState } from '../../server/src/evaluation/inputs';
import { whyNoSweep } from '../../server/src/sweep/why-no-sweep';
import { analyse, deployment, filesOf, header } from '../analysis/analysed';

function why(text: string, inputs: Inputs = filesOf()): string {
  const { deployment: stated, evaluation } = analyse(text, inputs).documents[0]!;
  return whyNoSweep(stated!, evaluation!);
}

const base = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n');
const traced = base.replace(/workload: .*/, 'workload: { trace: chat.csv }');
const withTrace = (state: TraceState) => filesOf({ 'chat.csv': state });
const withProfile = (state: ProfileState) => filesOf({}, { './gpu.yaml': state });

describe('why-no-sweep', () => {
  it('names the file that is missing, unusable or not read yet', () => {
    const message = 'Line 2 has no decode length.';
    const failed = { kind: 'failed', path: '/srv/chat.csv', message, line: 2 } as const;
    assert.equal(why(traced), 'The trace `/srv/chat.csv` does not exist.');
    assert.equal(
      why(traced, withTrace({ kind: 'loading' })),
      'The files that the manifest refers to are still being read.',
    );
    assert.equal(why(traced, withTrace(failed)), message);
    const other = base.replace('ascend-910c-deepseek-v3', './gpu.yaml');
    assert.equal(why(other), 'The latency profile `/srv/./gpu.yaml` does not exist.');
    assert.equal(why(other, withProfile({ kind: 'unreachable', message: 'Not from here.' })), 'Not from here.');
    assert.equal(why(base.replace('ascend-910c-deepseek-v3', 'gpu')), 'The latency profile `gpu` is not known.');
  });

  it('names what the manifest lacks or has wrong, in a sentence', () => {
    assert.match(why(base.replace(', batchSize: 256', '')), /^`attention\.batchSize` is missing: .*\.$/);
    assert.match(
      why(base.replace('batchSize: 256', 'batchSize: {{ .b }}')),
      /^`attention\.batchSize` is filled in by a/,
    );
    assert.match(why(base.replace('meanDecode: 500', 'meanDecode: 0.5')), /^meanDecode is 0\.5, but every request/);
    assert.match(why(base.replace('distribution: geometric,', '')), /^`?[a-zA-Z].*\.$/);
    assert.equal(
      why(`${header}spec:\n  attention: { workers: 4 }\n`),
      why(`${header}spec:\n  attention: { workers: 4 }\n  ffn: { workers: 0 }\n`),
    );
  });
});
