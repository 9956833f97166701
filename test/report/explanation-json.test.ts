import assert from 'node:assert/strict';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { explanationJson } from '../../server/src/report/explanation-json';
import { analyse, deployment, readyTrace } from '../analysis/analysed';
import { noHardwareFiles } from '../evaluation/no-hardware-files';

function json(text: string, inputs?: Inputs) {
  const shape = explanationJson([
    { file: 'x.yaml', text, analysis: analyse(text, inputs), settings: defaultFileSettings },
  ]);
  return JSON.parse(JSON.stringify(shape));
}

const keys = (value: object) => Object.keys(value);

describe('the JSON explanation', () => {
  it('has the documented shape', () => {
    const { schemaVersion, modelVersion, deployments, findings } = json(
      deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n'),
    );
    assert.deepEqual([schemaVersion, modelVersion, findings], [1, 3, []]);
    const [entry] = deployments;
    for (const key of [
      'file',
      'document',
      'name',
      'dialect',
      'status',
      'reasons',
      'configured',
      'workload',
      'profile',
      'stageTimes',
      'regime',
      'cycleTime',
      'throughputPerInstance',
      'idle',
      'tpot',
      'optimum',
      'recommendations',
      'settings',
      'findings',
    ]) {
      assert.ok(key in entry, key);
    }
    assert.deepEqual(entry.configured, { attention: 4, ffn: 1, ratio: 4, batchSize: 256, microbatches: 3 });
    assert.deepEqual([entry.status, entry.reasons, entry.regime, entry.document], ['evaluated', [], 'attention', 0]);
    assert.deepEqual(keys(entry.stageTimes), ['attention', 'communication', 'ffn']);
    assert.deepEqual([entry.workload.source, entry.workload.theta, entry.workload.requests], ['statistics', 599, null]);
    assert.deepEqual(
      [entry.profile.id, entry.profile.calibration, entry.profile.timeUnit],
      ['ascend-910c-deepseek-v3', 'published', 'cycle'],
    );
    assert.deepEqual([entry.optimum.barrier.ratio, entry.optimum.pipeline.ratio, entry.optimum.band.low], [10, 10, 9]);
    for (const key of ['attention', 'ffn', 'ratio', 'gainPercent', 'gainLowPercent', 'gainHighPercent', 'basis']) {
      assert.ok(key in entry.recommendations[0], key);
    }
    assert.deepEqual(keys(entry.findings[0]), [
      'code',
      'severity',
      'message',
      'line',
      'column',
      'endLine',
      'endColumn',
    ]);
    assert.equal(entry.tpot, 3 * entry.cycleTime);
  });

  const base = deployment('{ workers: 4, batchSize: 256 }');
  const traced = base.replace(/workload.*/, 'workload: { trace: t.csv }');
  const reasons: readonly [string, string, Inputs | undefined, string, readonly RegExp[]][] = [
    ['a missing fact', deployment('{ workers: 4 }'), undefined, 'partial', [/batchSize.* is missing/]],
    ['a missing trace', traced, undefined, 'partial', [/`t\.csv` does not exist/]],
    [
      'an unreachable trace',
      traced.replace('t.csv', 'https://x/t.csv'),
      {
        trace: () => ({ kind: 'unreachable', message: 'Remote files are not read.' }),
        ...noHardwareFiles,
        profile: () => ({ kind: 'missing', path: '' }),
      },
      'partial',
      [/^Remote files are not read\.$/],
    ],
    ['an unknown profile', base.replace('ascend', 'x'), undefined, 'partial', [/^Unknown latency profile/]],
    [
      'marginals only',
      base.replace(
        /\{ distribution.*?\}/,
        '{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 }',
      ),
      undefined,
      'partial',
      [/^Without the covariance/],
    ],
    [
      'wrong pools and a misspelt model',
      deployment('{ workers: 0, batchSize: 2 }', '{ workers: 1 }', '  model: deepseekk-v3\n'),
      undefined,
      'partial',
      [/`workers` is 0/],
    ],
  ];
  for (const [title, text, inputs, status, expected] of reasons) {
    it(`says why a deployment is not evaluated: ${title}`, () => {
      const [entry] = json(text, inputs).deployments;
      assert.equal(entry.status, status);
      assert.equal(entry.reasons.length, expected.length, entry.reasons.join('; '));
      expected.forEach((pattern, at) => {
        assert.match(entry.reasons[at], pattern);
      });
    });
  }

  it('writes an unbounded ratio as null', () => {
    const text = base.replace('ascend-910c-deepseek-v3', 'p.yaml');
    const line = { alpha: 0, beta: 1 };
    const latency = {
      attention: { alpha: 1, beta: 1 },
      ffn: line,
      communication: line,
      communicationScalesWith: 'bundle',
      attentionCost: 1,
      ffnCost: 1,
    } as const;
    const error = { attention: 0.05, communication: 0.05, ffn: 0.05 };
    const profile = {
      id: 'p',
      model: undefined,
      device: undefined,
      source: undefined,
      calibration: 'measured',
      timeUnit: 'ms',
      latency,
      relativeError: error,
      errorStated: true,
      ranges: { ratio: undefined, batchSize: undefined, tokenLoad: undefined },
      weighted: false,
    } as const;
    const inputs: Inputs = {
      trace: () => readyTrace([[1, 1]]),
      ...noHardwareFiles,
      profile: () => ({ kind: 'ready', path: 'p', profile }),
    };
    assert.equal(json(text, inputs).deployments[0].optimum.meanField.ratio, null);
  });

  it('counts lines and columns from one, in UTF-16 units, of the whole file', () => {
    const text = `# 🚀\n${base}---\n${base.replace('attention: {', 'attention: { "🚀": 1,')}`;
    const { deployments } = json(text);
    const second = deployments[1].findings.find(({ code }: { code: string }) => code === 'AFD101');
    const at = text.lastIndexOf('workers: 4') + 'workers: '.length;
    const before = text.slice(0, at).split('\n');
    assert.deepEqual([second.line, second.column], [before.length, before.at(-1)!.length + 1]);
  });

  it('keeps findings that belong to no deployment apart, and leaves out suppressed ones', () => {
    const { deployments, findings } = json(
      `kind: Pod\n---\n${deployment('{ workers: 4, batchSize: 256 } # afd-lens: ignore AFD101 -- x')}`,
    );
    assert.deepEqual(
      findings.map(({ code, file }: { code: string; file: string }) => [code, file]),
      [['AFD302', 'x.yaml']],
    );
    assert.deepEqual(deployments[0].findings, []);
  });
});
