// Also tests: manifest/launches/dotted-options, manifest/launches/option-names, manifest/launches/program-call
import assert from 'node:assert/strict';
import { readCarriers } from '../../../server/src/manifest/carriers/read-carriers';
import { readScriptFile } from '../../../server/src/manifest/carriers/script-file';
import { programCalls } from '../../../server/src/manifest/launches/program-calls';
import { parseYaml } from '../../../server/src/yaml/yaml-document';
import { toPlain } from '../../../server/src/yaml/yaml-tree';

function callsIn(script: string) {
  return programCalls(readScriptFile(script), script);
}

describe('the programs that a process starts', () => {
  it('have their options by long names, of one given twice the last', () => {
    const [call] = callsIn('vllm serve org/m -dp 2 --max_num_seqs 8 --max-num-seqs=9 --enable-dbo more');
    const options = [...call!.options].map(([name, { value }]) => [name, value?.text]);
    assert.deepEqual(options, [
      ['data-parallel-size', '2'],
      ['max-num-seqs', '9'],
      ['enable-dbo', undefined],
    ]);
    assert.deepEqual(
      call!.positional.map(({ text }) => text),
      ['vllm', 'serve', 'org/m', 'more'],
    );
  });

  it('tell the flag of vLLM from the size of SGLang', () => {
    const [vllm] = callsIn('vllm serve m -ep --seed 1');
    assert.ok(vllm?.options.has('enable-expert-parallel'));
    const [sglang] = callsIn('python -m sglang.launch_server --ep 4');
    assert.equal(sglang?.options.get('expert-parallel-size')?.value?.text, '4');
  });

  it('have dotted flags as one object behind all others', () => {
    const [call] = callsIn("x --a.b.c 1 --a.b.d=2 --a.b.c 3 --a.e '{\"f\": 4}' --a '{}'");
    assert.deepEqual(toPlain(call!.options.get('a')!.tree!), { b: { c: '3', d: '2' }, e: { f: 4 } });
  });

  it('let a later dotted flag replace what stands in its way', () => {
    const [call] = callsIn('x --a.b 1 --a.b.c 2 --a.d.e 3 --a.d 4');
    assert.deepEqual(toPlain(call!.options.get('a')!.tree!), { b: { c: '2' }, d: '4' });
  });

  it('pass over a flag of more keys than settings have levels', () => {
    const [call] = callsIn(`x --a${'.b'.repeat(10_000)} 1 --a.c 2`);
    assert.deepEqual(toPlain(call!.options.get('a')!.tree!), { c: '2' });
  });

  it('are open where a word or a file may give further options', () => {
    const open = (words: string): string | undefined => callsIn(`vllm serve m ${words}`)[0]?.open?.unresolved;
    assert.deepEqual(['', '$MORE', '--config o.yaml', '--seed $MORE'].map(open), [
      undefined,
      '$MORE',
      '--config o.yaml',
      undefined,
    ]);
  });

  it('are those of the argument vector, and of a file of options', () => {
    const pod =
      'kind: Pod\napiVersion: v1\nspec: { containers: [{ command: [vllm, serve], args: [m, --seed, "1"] }] }\n';
    const [process] = readCarriers(pod, parseYaml(pod)).processes;
    assert.equal(programCalls(process!, pod)[0]?.options.get('seed')?.value?.text, '1');
    const file = 'additional_config: \'{"a": 1}\'\nseed: 1\nafd-config:\n';
    const [config] = readCarriers(file, parseYaml(file)).processes;
    const [call] = programCalls(config!, file);
    assert.equal(call?.options.get('additional-config')?.value?.text, '{"a": 1}');
    assert.deepEqual(toPlain(call!.options.get('seed')!.tree!), 1);
    assert.equal(call?.keys?.entries.length, 3);
  });
});
