import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Deployment } from '../../server/src/manifest/deployment';
import { isExactResize } from '../../server/src/manifest/exact-resize';
import { resizes } from '../../server/src/manifest/resize';
import { schedulerWith } from '../../server/src/manifest/scheduler-facts';
import { applyEdits, type FileEdits } from '../../server/src/text/text-range';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import type { TreeNode } from '../../server/src/yaml/yaml-tree';
import { editedFiles, factOf, readDeployment } from './stated-launch';

/** Whether the only way to these pools is exact, where `read` reads the edited texts. */
function exact(
  text: string,
  [attention, ffn]: readonly [number, number],
  others: Readonly<Record<string, string>> = {},
  read: (text: string, others: Readonly<Record<string, string>>) => Deployment | undefined = readDeployment,
  root?: TreeNode,
): boolean {
  const deployment = readDeployment(text, others)!;
  const [only] = resizes(deployment, { attention, ffn });
  assert.ok(only, 'no way to these pools');
  const deploymentIn = (edited: string, elsewhere: readonly FileEdits[] = []) =>
    read(edited, editedFiles(others, elsewhere));
  return isExactResize({ text, root, deploymentIn }, deployment, { attention, ffn }, only);
}

describe('exact-resize', () => {
  const text = 'attn a=8 f=2 dp=4 tp=2 seqs=256 port=1\nffn a=8 f=2 port=1\n';

  it('holds where the sizes alone change, in one file or two', () => {
    assert.equal(exact(text, [12, 4]), true);
    assert.equal(exact('attn a=8 f=2\n', [12, 4], { '/x': 'ffn a=8 f=2\n' }), true);
  });

  it('fails where a variable also gives another fact', () => {
    const shared = 'N=8\nattn a=$N f=2 seqs=$N\nffn a=$N f=2\n';
    assert.equal(exact(shared, [12, 2]), false, 'the batch size follows');
    assert.equal(exact(shared.replace('seqs=$N', 'port=$N'), [12, 2]), false, 'a port follows');
    assert.equal(exact(shared.replace('seqs=$N', 'seqs=8'), [12, 2]), true);
  });

  it('fails where the edited text states other pools, more facts, or nothing', () => {
    assert.equal(
      exact(text, [12, 4], {}, () => undefined),
      false,
    );
    assert.equal(
      exact(text, [12, 4], {}, () => readDeployment(text)),
      false,
    );
    const otherFfn = (edited: string) => readDeployment(edited.replaceAll('f=4', 'f=5'));
    assert.equal(exact(text, [12, 4], {}, otherFfn), false);
    const outOfStep = (edited: string) => readDeployment(edited.replace('dp=6', 'dp=4'));
    assert.equal(exact(text, [12, 4], {}, outOfStep), false);
    const longer = (edited: string) => readDeployment(`${edited}ffn a=12 f=4\n`);
    assert.equal(exact(text, [12, 4], {}, longer), false);
    assert.equal(
      exact('attn a=8 f=2\n', [12, 4], { '/x': 'ffn a=8 f=2\n' }, (edited) => readDeployment(edited)),
      false,
    );
  });

  it('fails where any other fact changes with the sizes', () => {
    const exactWith = (more: (edited: Deployment) => Partial<Deployment>) =>
      exact(text, [12, 4], {}, (edited) => {
        const read = readDeployment(edited)!;
        return edited === text ? read : { ...read, ...more(read) };
      });
    assert.equal(
      exactWith(() => ({})),
      true,
    );
    const others: readonly ((edited: Deployment) => Partial<Deployment>)[] = [
      ({ ffn }) => ({ ffn: { ...ffn!, workers: 5 } }),
      ({ ffn }) => ({ ffn: { ...ffn!, unit: 'worker' } }),
      ({ attention }) => ({ attention: { ...attention!, notEditable: 'it is computed' } }),
      () => ({ tpotSeconds: factOf(0.05) }),
      ({ latencyProfile }) => ({ latencyProfile: { ...latencyProfile!, setIn: undefined } }),
      () => ({ scheduler: { ...schedulerWith(undefined), kvTokens: factOf(1000) } }),
      ({ launches }) => ({ launches: launches.map((launch) => ({ ...launch, prefillContextParallel: factOf(2) })) }),
    ];
    for (const [index, more] of others.entries()) assert.equal(exactWith(more), false, `${index}`);
  });

  it('fails where what is missing, or wrong with a launch, becomes something else', () => {
    const nowhere = { start: 0, end: 0 };
    const reads = (stated: string, missing: string, problem: string): Deployment => {
      const read = readDeployment(stated)!;
      const launches = read.launches.map((launch) => ({
        ...launch,
        problems: [{ message: problem, range: nowhere }],
      }));
      return { ...read, launches, missing: [{ message: missing, range: nowhere, templated: false }] };
    };
    const before = reads(text, 'a', 'b');
    const target = { attention: 12, ffn: 4 };
    const [only] = resizes(before, target);
    const isExact = (missing: string, problem: string) => {
      const deploymentIn = (edited: string) => reads(edited, missing, problem);
      return isExactResize({ text, root: undefined, deploymentIn }, before, target, only!);
    };
    assert.deepEqual([isExact('a', 'b'), isExact('c', 'b'), isExact('a', 'c')], [true, false, false]);
  });

  it('asks nothing of other facts where no launch states them, since an anchor may reach further', () => {
    const deployment = { ...readDeployment(text)!, launches: [] };
    const target = { attention: 12, ffn: 4 };
    const [only] = resizes(deployment, target);
    const deploymentIn = (edited: string) => ({ ...readDeployment(edited)!, launches: [], batchSize: factOf(12) });
    assert.equal(isExactResize({ text, root: undefined, deploymentIn }, deployment, target, only!), true);
  });

  it('holds where all edits are in other files, each at its own place', () => {
    const others = { '/x': 'attn a=8 f=2\n', '/y': '# The other pool.\nffn a=8 f=2\n' };
    assert.equal(exact('', [12, 4], others), true);
    assert.equal(exact('', [12, 4], others, undefined, parseYaml('run: x\n')[0]!.root), true, 'nothing here changes');
  });

  it('asks of YAML that only scalars change', () => {
    const yaml = (line: string) => `run: |\n  x\n${line}`;
    const stated = yaml('attn a=8 f=2\nffn a=8 f=2\n');
    const deployment = readDeployment(stated)!;
    const [only] = resizes(deployment, { attention: 12, ffn: 2 });
    const [document] = parseYaml('run: x\n');
    const target = { attention: 12, ffn: 2 };
    const at = (root: typeof document) => ({ text: stated, root: root?.root, deploymentIn: readDeployment0 });
    assert.equal(isExactResize(at(undefined), deployment, target, only!), true);
    assert.equal(isExactResize(at(document), deployment, target, only!), false, 'it is no YAML');
    const variable = yaml('N=8\nattn a=$N f=2\nffn a=$N f=2\n');
    assert.equal(exact(variable, [12, 2]), true);
    assert.equal(exact(variable, [12, 2], {}, undefined, document!.root), false, 'nor with one edit');
  });

  it('holds for every size that the factors divide, and the text then says so everywhere', () => {
    const count = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(count, count, count, count, fc.integer({ min: 1, max: 8 }), (a, f, newA, newF, tp) => {
        const stated = (x: number, y: number) =>
          `attn f=${y} a=${x * tp} dp=${x} tp=${tp} seqs=7\nffn a=${x * tp} f=${y}\n`;
        const deployment = readDeployment(stated(a, f))!;
        const target = { attention: newA * tp, ffn: newF };
        const [only] = resizes(deployment, target);
        assert.equal(applyEdits(stated(a, f), only!.edits), stated(newA, newF));
        const subject = { text: stated(a, f), root: undefined, deploymentIn: readDeployment0 };
        assert.equal(isExactResize(subject, deployment, target, only!), true);
      }),
    );
  });
});

function readDeployment0(text: string): Deployment | undefined {
  return readDeployment(text);
}
