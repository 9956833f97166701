import assert from 'node:assert/strict';
import { deploymentsIn, fixture } from './launch-fixtures';

function attention(options: string, afd = '"num_attention_ranks": 4, "num_ffn_ranks": 2'): string {
  return `vllm serve m ${options} --additional-config '{"afd": {${afd}}}'`;
}

function note(text: string, name = 'x.sh'): readonly [string, string] | undefined {
  const [deployment, ...others] = deploymentsIn(text, name);
  assert.deepEqual(others, []);
  const [first, ...more] = deployment!.missing;
  assert.deepEqual(more, [], 'one note is enough');
  return first && [first.message, text.slice(first.range.start, first.range.end)];
}

describe('the note on why launches are not evaluated', () => {
  const cases: readonly [string, string, RegExp | undefined, string?][] = [
    ['nothing is missing', attention('-dp 4 --max-num-seqs 8'), undefined],
    ['a limit is not given at all, which is said elsewhere', attention('-dp 4'), undefined],
    ['pools run asynchronously', fixture('vllm-afd-plugin/async.sh'), /asynchronously/, 'CAMAsyncAFDConnector'],
    [
      'ranks share a batch',
      attention('-dp 2 -tp 2 --max-num-seqs 8'),
      /^`--tensor-parallel-size` of the attention launch is 2: /,
      '2',
    ],
    ['ranks share a prompt', attention('-dp 2 -pcp 2 --max-num-seqs 8'), /^`--prefill-context-parallel-size`/, '2'],
    [
      'only a run knows a size and a limit',
      fixture('vllm-afd-plugin/run-time.sh'),
      /^`num_attention_ranks` and `--max-num-seqs` are known only at run time \(`\$ATTENTION_RANKS`, `\$SEQS`\)$/,
      '$ATTENTION_RANKS',
    ],
    [
      'only a run knows a parallel size',
      attention('-dp 2 -tp "$TP" --max-num-seqs 8'),
      /^`--tensor-parallel-size` is known only at run time \(`\$TP`\)$/,
      '$TP',
    ],
    [
      'as many replicas as ranks leave no other parallel size',
      attention('-dp 4 -tp "$TP" --max-num-seqs 8'),
      undefined,
    ],
    [
      'further options may be given',
      attention('-dp 4 --max-num-seqs 8 "$@"'),
      /microbatches is known only at run time \(`\$@`\)/,
      '$@',
    ],
    [
      'the attention launch is not here',
      attention('-dp 2', '"role": "ffn", "num_attention_ranks": 4, "num_ffn_ranks": 2'),
      /attention launch is not known here/,
      '--additional-config',
    ],
    [
      'nothing states a pool',
      fixture('sgl-afd-plugin/two-nodes.sh').replaceAll('nnodes 2', 'nnodes 3'),
      /size of the attention pool is not known, which follows from `--tp-size`/,
      '--afd-role',
    ],
    ['the settings cannot be read, which is said elsewhere', attention('', '"role": '), undefined],
  ];
  for (const [title, text, message, place] of cases) {
    it(`${message ? 'says that' : 'is absent where'} ${title}`, () => {
      const [found, at] = note(text) ?? [];
      if (!message) return assert.equal(found, undefined);
      assert.match(found!, message);
      assert.equal(at, place);
    });
  }

  it('asks for the rendered manifest where a template decides', () => {
    const text = 'additional-config:\n  afd: { num_attention_ranks: {{ .Values.ranks }}, num_ffn_ranks: 1 }\n';
    const [deployment] = deploymentsIn(text, 'x.yaml');
    assert.equal(deployment?.missing[0]?.templated, true);
  });
});
