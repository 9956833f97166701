import { finiteNumber, isError, type JsonFormat, listAt } from './json-format';

const RERUN =
  'this result holds totals only, without the lengths of each request (input_lens, output_lens); run the benchmark again with --save-detailed (vLLM) or --output-details (SGLang)';

/** Results of `vllm bench serve --save-detailed` and of SGLang's bench_serving: parallel arrays, one run per object. */
export const BENCH_SERVE: JsonFormat = {
  name: 'vLLM or SGLang serving benchmark',
  isRun: true,
  recognises: (value) =>
    (Array.isArray(value.input_lens) && Array.isArray(value.output_lens)) ||
    ('total_input_tokens' in value && 'total_output_tokens' in value && ('completed' in value || 'duration' in value)),
  read: (value, collector, lineOf) => {
    const { input_lens: prefills, output_lens: decodes } = value;
    if (!Array.isArray(prefills) || !Array.isArray(decodes)) return collector.malformed(() => lineOf([]), RERUN);
    const errors = listAt(value, 'errors');
    const starts = listAt(value, 'start_times');
    for (let index = 0; index < Math.max(prefills.length, decodes.length); index += 1) {
      const line = (): number => lineOf(['output_lens', index]);
      if (isError(errors[index])) {
        collector.failed(line, `errors[${index}] reports a failure`);
        continue;
      }
      collector.request(line, {
        prefill: prefills[index],
        decode: decodes[index],
        prefillName: `input_lens[${index}]`,
        decodeName: `output_lens[${index}]`,
        seconds: finiteNumber(starts[index]),
      });
    }
  },
  whyEmpty: ({ first, failed, zeroDecode }) =>
    first?.reason === RERUN && failed + zeroDecode === 0 ? `The trace has no request lengths: ${RERUN}.` : undefined,
};
