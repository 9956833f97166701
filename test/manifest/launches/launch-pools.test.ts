import assert from 'node:assert/strict';
import { deploymentsIn, editsOf, fixture } from './launch-fixtures';

interface Script {
  readonly attention?: string;
  readonly ffn?: string;
  readonly a?: string;
  readonly f?: string;
}

/** A script with a launch of each role, and what a test changes about them. */
function script({ attention = '-dp 4', ffn = '-dp 2', a = '4', f = '2' }: Script): string {
  const json = (role: string): string =>
    `'{"afd": {"role": "${role}", "num_attention_ranks": ${a}, "num_ffn_ranks": ${f}}}'`;
  return `A=4\nvllm serve m ${attention} --additional-config ${json('attention')}\nvllm serve m ${ffn} --additional-config ${json('ffn')}\n`;
}

function poolsIn(text: string) {
  const [deployment, ...others] = deploymentsIn(text, 'x.sh');
  assert.deepEqual(others, []);
  return deployment!;
}

describe('the pools of launches', () => {
  it('keep both copies of a count and the parallel size of their role in step', () => {
    const text = fixture('vllm-afd-plugin/ranks.sh');
    const [deployment] = deploymentsIn(text, 'ranks.sh');
    const { attention, ffn } = deployment!;
    assert.deepEqual([attention?.workers, attention?.unit, attention?.notEditable], [4, 'rank', undefined]);
    assert.deepEqual(editsOf(attention, text), [
      ['4', 'num_attention_ranks', 1],
      ['4', 'num_attention_ranks', 1],
      ['4', '--data-parallel-size', 1],
    ]);
    assert.deepEqual(editsOf(ffn, text), [
      ['2', 'num_ffn_ranks', 1],
      ['2', 'num_ffn_ranks', 1],
      ['2', '-dp', 1],
    ]);
  });

  it('count replicas where each pod runs one rank', () => {
    const text = fixture('vllm-afd-plugin/deployments.yaml');
    const [deployment] = deploymentsIn(text, 'deployments.yaml');
    assert.deepEqual(editsOf(deployment?.attention, text), [
      ['4', 'num_attention_ranks', 1],
      ['4', 'num_attention_ranks', 1],
      ['4', '--data-parallel-size', 1],
      ['4', 'replicas', 1],
    ]);
    assert.equal(deployment?.attention?.notEditable, undefined);
    const off = text.replace('replicas: 4', 'replicas: 3');
    const [other] = deploymentsIn(off, 'deployments.yaml');
    assert.match(other!.attention!.notEditable!, /spread over several launches/);
    assert.equal(editsOf(other?.attention, off).length, 3);
  });

  it('multiply the data parallel size by the other parallel sizes', () => {
    const text = script({ ffn: '-dp 2 -tp 4', f: '8' });
    assert.deepEqual(editsOf(poolsIn(text).ffn, text), [
      ['8', 'num_ffn_ranks', 1],
      ['8', 'num_ffn_ranks', 1],
      ['2', '-dp', 4],
    ]);
  });

  it('are one edit where a variable states them all', () => {
    const text = script({ a: `'"$A"'`, attention: '-dp "$A"' });
    const { attention } = poolsIn(text);
    assert.deepEqual(editsOf(attention, text), [['4', 'num_attention_ranks', 1]]);
    assert.equal(text.slice(0, attention!.size.range.start), 'A=');
    assert.equal(attention?.notEditable, undefined);
  });

  const local = script({ attention: '-dp 4 --data-parallel-size-local 4' });
  it('count what all replicas of one node are', () => {
    assert.deepEqual(editsOf(poolsIn(local).attention, local).at(-1), ['4', '--data-parallel-size-local', 1]);
  });

  const refused: readonly [string, Script, RegExp][] = [
    [
      'its parallel size is not written',
      { attention: '', a: '1', f: '1', ffn: '-dp 1' },
      /`--data-parallel-size` is not written/,
    ],
    ['its parallel sizes do not multiply out', { attention: '-dp 3' }, /do not multiply out to 4 ranks/],
    ['its parallel size is known at run time', { attention: '-dp "$DP"' }, /known only at run time/],
    ['further options may be given', { attention: '"$@"' }, /known only at run time/],
    ['its replicas are spread over nodes', { attention: '-dp 4 -dpl 2' }, /spread over several launches/],
    ['a variable sizes both pools', { a: `'"$A"'`, f: `'"$A"'`, attention: '-dp 4', ffn: '-dp 4' }, /sizes both pools/],
    [
      'a variable sizes something else',
      { a: `'"$A"'`, attention: '-dp 4 --max-num-seqs $A' },
      /`--max-num-seqs` takes the same number/,
    ],
    [
      'a variable counts in two units',
      { a: `'"$A"'`, f: '1', attention: '-dp 2 -tp 2 --seed $A', ffn: '-dp 1' },
      /`--seed` takes the same number/,
    ],
  ];
  for (const [title, change, reason] of refused) {
    it(`are not edited where ${title}`, () => {
      assert.match(poolsIn(script(change)).attention!.notEditable!, reason);
    });
  }

  it('are not edited where the launches disagree', () => {
    const text = script({}).replace('"num_attention_ranks": 4', '"num_attention_ranks": 5');
    assert.match(poolsIn(text).attention!.notEditable!, /disagree on `num_attention_ranks`/);
  });

  it('are not edited where one launch takes its default', () => {
    const text = script({ a: '1', attention: '-dp 1' }).replace('"num_attention_ranks": 1, ', '');
    assert.match(poolsIn(text).attention!.notEditable!, /not written in every launch/);
  });

  it('are not edited where the other role is started elsewhere', () => {
    const text = script({}).split('\n').slice(0, 2).join('\n');
    assert.match(poolsIn(text).attention!.notEditable!, /the FFN launch, which states it too, is not known here/);
  });

  it('take the size that their own launch states', () => {
    const text = script({}).replace('"num_attention_ranks": 4', '"num_attention_ranks": 6');
    assert.equal(poolsIn(text).attention?.workers, 6);
  });

  it('keep the parallel sizes of SGLang in step', () => {
    const text = fixture('sglang-afd/lanes.sh');
    const { attention, ffn } = poolsIn(text);
    assert.deepEqual(
      editsOf(attention, text).map((edit) => (edit as string[])[1]),
      ['attention_lanes', 'attention_lanes', '--tp', '--dp'],
    );
    assert.deepEqual(
      editsOf(ffn, text).map((edit) => (edit as string[])[1]),
      ['lanes', 'lanes', '--tp-size', '--ep-size'],
    );
    assert.deepEqual([attention?.notEditable, ffn?.notEditable], [undefined, undefined]);
    assert.match(
      poolsIn(text.replaceAll('"attention_lanes": 8, ', '')).attention!.notEditable!,
      /another number|sizes both pools/,
    );
  });
});
