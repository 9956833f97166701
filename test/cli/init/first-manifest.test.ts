import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FirstManifest, firstManifest } from '../../../server/src/cli/init/first-manifest';
import { builtInProfiles } from '../../../server/src/latency/catalogue';
import { analyse, filesOf, readyTrace } from '../../analysis/analysed';

const least: FirstManifest = {
  name: undefined,
  trace: 'traces/chat.csv',
  columns: undefined,
  attention: 8,
  ffn: 1,
  batchSize: undefined,
  microbatches: undefined,
  latencyProfile: undefined,
};
const whole: FirstManifest = {
  name: 'chat',
  trace: 't.csv',
  columns: { prefill: 'in', decode: 'out' },
  attention: 7,
  ffn: 2,
  batchSize: 128,
  microbatches: 2,
  latencyProfile: 'ascend-910c-deepseek-v3',
};
const text = (facts: FirstManifest) => firstManifest(facts, builtInProfiles.values());
const inputsFor = ({ trace }: FirstManifest) => filesOf({ [trace]: readyTrace(Array(2000).fill([100, 20])) });
const deploymentOf = (facts: FirstManifest) => analyse(text(facts), inputsFor(facts)).documents[0]!;

describe('first-manifest', () => {
  it('states what is given, and leaves the rest as comments', () => {
    assert.equal(
      text(least),
      `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
  # Stage times of the model on its hardware: the path of a profile file, or the id of a built-in profile:
  # - ascend-910c-deepseek-v3 (deepseek-v3 on ascend-910c, published, times in cycles)
  # latencyProfile:
  workload:
    trace: traces/chat.csv # relative to this file
  attention:
    workers: 8
    # Requests per attention worker in one microbatch:
    # batchSize:
  ffn:
    workers: 1
  # Microbatches in flight at once; without it the stages count as fully overlapped:
  # microbatches:
`,
    );
    const { findings, evaluation } = deploymentOf(least);
    assert.deepEqual([...new Set(findings.map(({ code }) => code))], ['AFD111']);
    assert.deepEqual(evaluation?.missing.length, 2);
  });

  it('is evaluated where everything is given', () => {
    const { evaluation, deployment } = deploymentOf(whole);
    assert.equal(evaluation?.status, 'evaluated');
    const { name, attention, ffn, batchSize, microbatches } = deployment!;
    assert.deepEqual(
      [name, attention?.workers, ffn?.workers, batchSize?.value, microbatches?.value],
      ['chat', 7, 2, 128, 2],
    );
    assert.doesNotMatch(text(whole), /^ *#/m);
  });

  it('has keys that work once a comment is filled in', () => {
    const filled = text(least)
      .replace('# latencyProfile:', 'latencyProfile: ascend-910c-deepseek-v3')
      .replace('# batchSize:', 'batchSize: 256')
      .replace('# microbatches:', 'microbatches: 3');
    const [document] = analyse(filled, inputsFor(least)).documents;
    assert.equal(document?.evaluation?.status, 'evaluated');
    assert.equal(document?.deployment?.microbatches?.value, 3);
  });

  it('reads back as it was asked for, whatever the names', () => {
    const awkward = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc
          .array(
            fc.constantFrom('{{', '}}', '\n', '\r', '\t', ' ', "'", '"', '\\', '#', ': ', '-', '&', '*', '!', '1', 'a'),
            {
              minLength: 1,
            },
          )
          .map((parts) => parts.join('')),
        fc.constantFrom(
          'null',
          'true',
          'no',
          '1e3',
          '0x1',
          '.inf',
          '2026-01-01',
          '---',
          '...',
          'a: b',
          ' a',
          'a ',
          '=',
          '<<',
        ),
      )
      .filter((words) => !words.includes('\uE000'));
    fc.assert(
      fc.property(awkward, awkward, awkward, awkward, (name, trace, prefill, decode) => {
        const facts = { ...whole, name, trace, columns: { prefill, decode } };
        const { deployment, findings } = deploymentOf(facts);
        assert.deepEqual(
          [deployment?.name, deployment?.workload?.trace?.path.value, deployment?.workload?.trace?.columns],
          [name, trace, { prefill, decode }],
        );
        assert.deepEqual(
          findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
          [],
        );
      }),
    );
  });
});
