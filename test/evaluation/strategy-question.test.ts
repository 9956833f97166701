import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { type StrategyQuestionOutcome, strategyQuestion } from '../../server/src/evaluation/strategy-question';
import { builtInDevices } from '../../server/src/latency/hardware/find-device';
import { findModel } from '../../server/src/latency/hardware/find-model';
import { servingCosts } from '../../server/src/latency/roofline/serving-costs';
import { factSetIn } from '../../server/src/manifest/fact';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { analyse, filesOf, readyTrace } from '../analysis/analysed';
import { deploymentsIn, fixture } from '../manifest/launches/launch-fixtures';
import { assertRelative } from '../provisioning/closeness';
import { profile } from '../rules/base-texts';
import { rooflined } from './rooflined';

const more = '  microbatches: 3\n  slo: { tpot: 50ms, ttft: 2s }\n';
const text = rooflined({ device: 'h800', more });

function read(manifest: string, inputs?: Inputs): StrategyQuestionOutcome {
  const { deployment, evaluation } = analyse(manifest, inputs).documents[0]!;
  return strategyQuestion(deployment!, evaluation!);
}

function question(manifest: string, inputs?: Inputs): StrategyQuestion {
  const reading = read(manifest, inputs);
  assert.equal(reading.kind, 'question', JSON.stringify(reading));
  return reading.kind === 'question' ? reading.question : assert.fail();
}

/** What is missing, each with the text that it stands at. */
function unknown(manifest: string, inputs?: Inputs): readonly (readonly [string, string])[] {
  const reading = read(manifest, inputs);
  if (reading.kind === 'question') return assert.fail('there is a question');
  return reading.missing.map(({ message, range }) => [message, manifest.slice(range.start, range.end)]);
}

const withPrefix = (tokens: number): string =>
  text.replace('meanDecode: 500 }', `meanDecode: 500 }, prefixTokens: ${tokens}`);
const measured = (lines = ''): Inputs => filesOf({}, { 'p.yaml': profile(lines) });
const byProfile = text.replace('  device', '  latencyProfile: p.yaml\n  device');

describe('the question of a deployment to the comparison of strategies', () => {
  it('is of all its workers, its workload and its objectives', () => {
    const { costs, ...asked } = question(text);
    const found = findModel('deepseek-v3');
    assert.ok(found.kind === 'found');
    const derived = servingCosts(found.value, builtInDevices.get('h800')!);
    assert.deepEqual(costs, derived.kind === 'ready' && derived.costs);
    assert.equal(asked.workload.load.theta, 1499);
    assert.ok(asked.workload.load.nu! > 0);
    assert.deepEqual(asked, {
      devices: 32,
      workload: { prefill: 1000, cachedPrefill: 0, decode: 500, load: asked.workload.load },
      objectives: { ttft: 2, tpot: 0.05 },
      expertBalance: 1,
      microbatches: [1, 2, 3, 4],
      configured: { pools: { attention: 16, ffn: 16 }, batchSize: 32, microbatches: 3 },
      calibrated: false,
      relativeError: { attention: 0.5, communication: 0.5, ffn: 0.5, prefill: 0 },
      errors: {
        theta: { kind: 'standard error', relative: 0, reach95: 1.96, nu: undefined },
        slopes: undefined,
        together: 0.7,
        own: {
          expertBalance: 0.2,
          transfers: { withoutAfd: { least: 0.6, most: 1.9 }, afd: { least: 0.6, most: 1.9 } },
          stepSeconds: { withoutAfd: 61 * 40e-6, afd: 61 * 40e-6 },
        },
      },
    });
  });

  it('takes what the manifest says of prefixes, balance, precisions and networks', () => {
    const roofline = '  roofline: { expertBalance: 0.8, network: scale-out, efficiency: { prefillCompute: 0.9 } }\n';
    const other = question(`${text}${roofline}  precision: { kvCache: fp8 }\n`);
    const plain = question(text);
    assert.equal(question(withPrefix(600)).workload.cachedPrefill, 600);
    assert.equal(question(withPrefix(1000)).workload.cachedPrefill, 1000);
    assert.equal(other.expertBalance, 0.8);
    assert.equal(other.costs.traffic.scaleUp, undefined);
    assertRelative(other.costs.ffn.prefillPerRow, plain.costs.ffn.prefillPerRow / 2, 1e-12);
    assertRelative(other.costs.kvBytesPerToken, plain.costs.kvBytesPerToken / 2, 1e-12);
  });

  it('takes what a reader asks in place of what the manifest states', () => {
    const { deployment, evaluation } = analyse(text.replace('tpot: 50ms, ', '')).documents[0]!;
    assert.equal(strategyQuestion(deployment!, evaluation!).kind, 'unknown');
    const reading = strategyQuestion(deployment!, evaluation!, { devices: 128, tpot: 0.015 });
    assert.ok(reading.kind === 'question');
    assert.deepEqual([reading.question.devices, reading.question.objectives], [128, { ttft: 2, tpot: 0.015 }]);
  });

  it('leaves out a configuration that is not complete', () => {
    assert.equal(question(text.replace('  microbatches: 3\n', '')).configured, undefined);
    assert.equal(question(text.replace(', batchSize: 32', '')).configured, undefined);
    assert.equal(question(text.replace(', ttft: 2s', '')).objectives.ttft, undefined);
  });

  it('keeps measured stage times, in seconds, and their error', () => {
    const { costs, relativeError } = question(byProfile, measured('relativeError: 0.07\n'));
    const { costs: derived } = question(text);
    // The profile counts milliseconds.
    assert.deepEqual(costs.ranks.length, 1);
    assertRelative(costs.ranks[0]!.decode.alpha, 0.00165e-3, 1e-12);
    assertRelative(costs.ffn.line.beta, 100e-3, 1e-12);
    assertRelative(costs.communication!.alpha, 0.022e-3, 1e-12);
    assert.deepEqual(costs.ranks[0]!.prefill, derived.ranks[0]!.prefill);
    assert.deepEqual(relativeError, { attention: 0.07, communication: 0.07, ffn: 0.07, prefill: 0.5 });
  });

  it('cannot be asked of a profile that counts cycles, or of one worker at a time', () => {
    const cycles = text.replace('  device', '  latencyProfile: ascend-910c-deepseek-v3\n  device');
    assert.deepEqual(unknown(cycles), [
      [
        'the profile `ascend-910c-deepseek-v3` counts cycles, but objectives and prefill are in seconds: name one in seconds, or none',
        'ascend-910c-deepseek-v3',
      ],
    ]);
    // The built-in profile of the model on this device.
    const [[message, at] = []] = unknown(text.replace('h800', 'ascend-910c'));
    assert.match(message!, /counts cycles, .*: name one in seconds$/);
    assert.equal(at, 'spec');
    const v1 = filesOf({}, { 'p.yaml': scalesWithWorker(measured().profile('p.yaml')) });
    assert.match(unknown(byProfile, v1)[0]![0], /^communication in the profile .* scales with one worker's batch/);
  });

  const cases: readonly [string, string, string, string][] = [
    [
      'no objective',
      text.replace('tpot: 50ms, ', ''),
      '`slo.tpot` is missing: strategies are compared by what each gives within it',
      'spec',
    ],
    [
      'no device',
      text.replace('  device: h800\n', ''),
      '`device` is missing: what both phases cost follows from model and device',
      'spec',
    ],
    [
      'no model',
      text.replace('  model: deepseek-v3\n', ''),
      '`model` is missing: what both phases cost follows from model and device',
      'spec',
    ],
    [
      'a model that is not known',
      text.replace('deepseek-v3', 'my-model'),
      '`my-model` is not in the catalogue of models: give the path of its `config.json`',
      'my-model',
    ],
    [
      'no network',
      text.replace('h800', 'l20'),
      'Device `l20` states no `scaleOutGBps`, so the time of communication is unknown; state it in a device file',
      'l20',
    ],
    [
      'no size of a scale-up domain',
      text.replace('h800', 'a800'),
      'Device `a800` does not say how many devices its scale-up network joins, so what goes over which network is unknown; state `scaleUpDevices` in a device file',
      'a800',
    ],
    [
      'two kinds of devices',
      text.replace('ffn: { workers: 16 }', 'ffn: { workers: 16, device: h20 }'),
      'attention runs on `h800` and FFN on `h20`: strategies are compared on devices of one kind',
      'h20',
    ],
    [
      'several devices to a worker',
      text.replace('ffn: { workers: 16 }', 'ffn: { expertParallel: 8, tensorParallel: 2 }'),
      '`tensorParallel` above 1 leaves open what a worker is: count both pools in devices',
      'h800',
    ],
    [
      'theta within an interval',
      text.replace('distribution: geometric, ', 'variancePrefill: 100, varianceDecode: 100, '),
      'theta is known only as an interval: give `covariance`, or a request trace',
      'workload',
    ],
    [
      'a prefix longer than the prompts',
      withPrefix(1500),
      '`prefixTokens` is 1,500, more than the mean prompt of 1,000 tokens, which it is a part of',
      '1500',
    ],
    [
      'a run that ends',
      text.replace('meanDecode: 500 }', 'meanDecode: 500 }, horizonRequests: 9'),
      '`horizonRequests` is of a run that ends: strategies are compared where they keep running',
      '9',
    ],
    [
      'no workload',
      text.replace(/ {2}workload: .*\n/, ''),
      '`spec.workload` is missing: a request trace, or statistics of one',
      'spec',
    ],
    ['a template', text.replace('h800', '{{ .device }}'), '`device` is filled in by a template', '{{ .device }}'],
  ];
  for (const [title, manifest, message, at] of cases) {
    it(`asks for what is missing: ${title}`, () => assert.deepEqual(unknown(manifest), [[message, at]]));
  }

  it('asks for all that is missing at once', () => {
    const bare = text.replace('  device: h800\n', '').replace('tpot: 50ms, ', '').replace('  model: deepseek-v3\n', '');
    assert.deepEqual(
      unknown(bare).map(([message]) => message.split(':')[0]),
      ['`model` and `device` are missing', '`slo.tpot` is missing'],
    );
  });

  it('asks for nothing where a finding says what is wrong, or a file is being read', () => {
    assert.deepEqual(unknown(text.replace('h800', 'h8000')), []);
    const traced = text.replace(/statistics: \{[^}]*\}/, 'trace: t.csv');
    assert.deepEqual(unknown(traced), []);
    assert.deepEqual(unknown(traced, filesOf({ 't.csv': { kind: 'loading' } })), []);
    assert.equal(
      question(
        traced,
        filesOf({
          't.csv': readyTrace(Array.from({ length: 40 }, () => [900, 100] as const)),
        }),
      ).workload.prefill,
      900,
    );
    assert.deepEqual(unknown(byProfile), []);
  });

  it('takes a name of the project that no catalogue has for none', () => {
    const { deployment, evaluation } = analyse(text.replace('  device: h800\n', '')).documents[0]!;
    const given = factSetIn('afd-lens.config.yaml', 'gpu-of-ours', deployment!.factsRange);
    const hardware = { ...deployment!.hardware, attentionDevice: given, ffnDevice: given };
    const reading = strategyQuestion({ ...deployment!, hardware }, evaluation!);
    assert.match(reading.kind === 'unknown' ? reading.missing[0]!.message : '', /^`device` is missing/);
  });

  it('is not asked of launches', () => {
    const [launched] = deploymentsIn(fixture('vllm-afd-plugin/ranks.sh'), 'x.sh');
    assert.deepEqual(launched?.missing, []);
    const reading = strategyQuestion(launched!, analyse(text).documents[0]!.evaluation!);
    assert.match(reading.kind === 'unknown' ? reading.missing[0]!.message : '', /^launches do not say how weights/);
  });
});

function scalesWithWorker(state: ReturnType<Inputs['profile']>): ReturnType<Inputs['profile']> {
  assert.ok(state.kind === 'ready');
  const { latency } = state.profile;
  return { ...state, profile: { ...state.profile, latency: { ...latency, communicationScalesWith: 'worker' } } };
}
