import assert from 'node:assert/strict';
import { diffJson } from '../../../server/src/cli/diff/diff-json';
import { explanationJson } from '../../../server/src/report/explanation-json';
import { manifest } from '../git/temporary-repository';
import { analysed, difference, reportOf } from './diff-sides';

describe('differences as JSON', () => {
  it('are an empty list where nothing changed', () => {
    assert.deepEqual(diffJson(reportOf()), {
      schemaVersion: 1,
      modelVersion: 3,
      base: 'origin/main',
      baseCommit: '0123456789abcdef0123456789abcdef01234567',
      deployments: [],
    });
    assert.equal(diffJson({ ...reportOf(), base: { name: 'x', commit: undefined } }).baseCommit, null);
  });

  it('have both sides as explain gives them, and what differs', () => {
    const [before, after] = [manifest(), manifest({ attention: 10 })];
    const [entry] = diffJson(reportOf(difference(before, after))).deployments;
    assert.deepEqual([entry!.before], explanationJson([analysed(before)]).deployments);
    assert.deepEqual([entry!.after], explanationJson([analysed(after)]).deployments);
    const { percent, throughputOfBundle: bundle, ...rest } = entry!;
    const [was, is] = explanationJson([analysed(before), analysed(after)]).deployments.map((deployment) => {
      assert.ok('throughputPerInstance' in deployment);
      return deployment;
    });
    const { throughputPerInstance: wasEach, tpot: wasTpot } = was as { throughputPerInstance: number; tpot: number };
    const { throughputPerInstance: isEach, tpot: isTpot } = is as { throughputPerInstance: number; tpot: number };
    const expected = {
      throughputPerInstance: (isEach / wasEach - 1) * 100,
      throughputOfBundle: ((isEach * 11) / (wasEach * 5) - 1) * 100,
      tpot: (isTpot / wasTpot - 1) * 100,
    };
    for (const [key, value] of Object.entries(expected)) {
      assert.ok(Math.abs(percent[key as keyof typeof percent]! - value) < 1e-9, key);
    }
    assert.ok(Math.abs(bundle.before! - wasEach * 5) < 1e-9 && Math.abs(bundle.after! - isEach * 11) < 1e-9);
    assert.deepEqual(
      { ...rest, before: undefined, after: undefined },
      {
        file: 'deploy/chat.afd.yaml',
        previousFile: null,
        name: 'chat',
        change: 'changed',
        changed: ['pools', 'throughput', 'tpot'],
        workers: { before: 5, after: 11 },
        findings: { appeared: [], gone: ['AFD101'] },
        before: undefined,
        after: undefined,
      },
    );
  });

  it('have null for a side that is not there, and for what is not known', () => {
    const [added] = diffJson(reportOf(difference(undefined, manifest({ name: null })))).deployments;
    assert.deepEqual([added!.change, added!.name, added!.before, added!.workers.before], ['added', null, null, null]);
    const [lost] = diffJson(reportOf(difference(manifest(), manifest({ trace: 'none.csv' })))).deployments;
    assert.deepEqual(lost!.percent, { throughputPerInstance: null, throughputOfBundle: null, tpot: null });
    assert.deepEqual([lost!.throughputOfBundle.after, lost!.workers], [null, { before: 5, after: 5 }]);
    assert.equal(lost!.after!.status, 'partial');
    assert.equal(lost!.after!.reasons.length, 1);
  });
});
