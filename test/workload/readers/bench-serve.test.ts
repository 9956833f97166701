import { assertTrace, assertTraceError, fixture, THREE } from '../trace-fixture';

const format = 'vLLM or SGLang serving benchmark';

describe('vLLM and SGLang benchmark results', () => {
  it('skips failures and takes the NaN and Infinity of Python', () =>
    assertTrace('vllm-detailed.json', {
      format,
      requests: THREE,
      span: 10,
      skipped: { failed: 1, first: { line: 1, reason: 'errors[2] reports a failure' } },
    }));

  it('several runs in one file, in one line or many', () =>
    assertTrace('vllm-appended.json', {
      format,
      requests: [
        [300, 30],
        [100, 10],
        [200, 20],
      ],
      skipped: {
        malformed: 1,
        first: {
          line: 2,
          reason:
            'this result holds totals only, without the lengths of each request (input_lens, output_lens); run the benchmark again with --save-detailed (vLLM) or --output-details (SGLang)',
        },
      },
    }));

  it('totals only: tells what to run', async () => {
    await assertTraceError({ path: fixture('vllm-totals.json') }, /totals only.*--save-detailed/, 1);
    await assertTraceError({ path: fixture('sglang-totals.jsonl') }, /totals only.*--output-details/, 1);
  });

  it('arrays of unequal length', () =>
    assertTraceError('{"input_lens": [1], "output_lens": []}', /output_lens\[0\] is missing/, 1));

  it('all failed', () =>
    assertTraceError('{"input_lens": [1], "output_lens": [0], "errors": ["x"]}', /errors\[0\] reports a failure/, 1));
});
