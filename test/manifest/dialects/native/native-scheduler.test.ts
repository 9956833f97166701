import assert from 'node:assert/strict';
import { readNativeManifest } from '../../../../server/src/manifest/dialects/native/native';
import { isDefault } from '../../../../server/src/manifest/launches/stated';
import { schedulerWith } from '../../../../server/src/manifest/scheduler-facts';
import { parseYaml } from '../../../../server/src/yaml/yaml-document';

function read(spec: string) {
  const text = `apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  attention: { workers: 8 }\n  ffn: { workers: 1 }\n${spec}`;
  const { deployment, problems } = readNativeManifest(parseYaml(text)[0]!.root!);
  return { text, deployment, scheduler: deployment.scheduler, problems: problems.map(({ message }) => message) };
}

describe('the scheduler of a native manifest', () => {
  it('is first come, first served where nothing is written', () => {
    for (const spec of ['', '  scheduler: {}\n', '  scheduler: { kvTokens: 9 }\n']) {
      const { scheduler, problems } = read(spec);
      assert.deepEqual(problems, []);
      assert.equal(scheduler.policy?.value, 'fcfs');
      assert.ok(isDefault(scheduler.policy!));
    }
  });

  it('states policy, key, cache and ageing, each at its place', () => {
    const { scheduler, text, problems } = read(
      '  scheduler: { policy: priority, priorityKey: volume, kvTokens: 16492, ageing: 30s }\n',
    );
    assert.deepEqual(problems, []);
    const { policy, priorityKey, kvTokens, ageing } = scheduler;
    assert.deepEqual(
      [policy, priorityKey, kvTokens, ageing].map((fact) => fact?.value),
      ['priority', 'volume', 16_492, 30],
    );
    assert.ok(!isDefault(policy!));
    assert.equal(text.slice(policy!.range.start, policy!.range.end), 'priority');
    assert.equal(read('  scheduler: { policy: sorted-f }\n').scheduler.policy?.value, 'sorted-f');
  });

  for (const [spec, problem] of [
    ['  scheduler: { policy: sjf }\n', /`policy` is the text `sjf`; it must be one of fcfs, priority/],
    [
      '  scheduler: { policy: priority, priorityKey: length }\n',
      /`priorityKey` is the text `length`; it must be one of decode/,
    ],
    ['  scheduler: { policy: svf, priorityKey: volume }\n', /`priorityKey` counts only beside `policy: priority`/],
    ['  scheduler: { priorityKey: volume }\n', /`priorityKey` counts only beside `policy: priority`/],
    ['  scheduler: { kvTokens: 0 }\n', /`kvTokens` is 0/],
    ['  scheduler: { ageing: 30 }\n', /`ageing`/],
    ['  scheduler: { ageing: soon }\n', /`ageing` is `soon`; write a positive time/],
    ['  scheduler: { aging: 30s }\n', /`aging` in `scheduler`; did you mean `ageing`/],
  ] as const) {
    it(`does not take ${spec.trim()}`, () => {
      const { problems } = read(spec);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, problem);
    });
  }

  it('is not known where a wrong word or a template stands', () => {
    assert.equal(read('  scheduler: { policy: sjf }\n').scheduler.policy, undefined);
    const { scheduler, deployment, problems } = read('  scheduler: { policy: "{{ .p }}", priorityKey: volume }\n');
    assert.equal(scheduler.policy, undefined);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      deployment.missing.map(({ message }) => message),
      ['`scheduler.policy` is filled in by a template'],
    );
    assert.deepEqual(schedulerWith(undefined).policy, undefined);
  });
});

describe('the requests of a native manifest', () => {
  const workload = (more: string) =>
    read(`  workload: { statistics: { distribution: geometric, meanPrefill: 9, meanDecode: 9 }${more} }\n`);

  it('may share a prefix and come at a rate', () => {
    const { deployment, problems } = workload(', prefixTokens: 4096.5, requestRate: 0.25');
    assert.deepEqual(problems, []);
    assert.equal(deployment.workload?.prefixTokens?.value, 4096.5);
    assert.equal(deployment.workload?.requestRate?.value, 0.25);
    assert.equal(workload(', prefixTokens: 0').deployment.workload?.prefixTokens?.value, 0);
    assert.equal(workload('').deployment.workload?.prefixTokens, undefined);
  });

  for (const [more, problem] of [
    [', prefixTokens: -1', /`prefixTokens` is -1/],
    [', requestRate: 0', /`requestRate` is 0/],
    [', requestRate: 3/s', /`requestRate`/],
  ] as const) {
    it(`do not take${more.slice(1)}`, () => {
      const { problems } = workload(more);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, problem);
    });
  }
});
