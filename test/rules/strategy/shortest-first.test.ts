import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { shortestFirst } from '../../../server/src/rules/strategy/shortest-first';
import type { SchedulingStudy } from '../../../server/src/scheduling/study';
import { lengthCorrelation } from '../../../server/src/workload/length-correlation';
import { analyse, findingsOf, fixed } from '../../analysis/analysed';
import {
  arrivingInputs,
  arrivingTrace,
  changedInputs,
  mixedStream,
  saving,
  scheduled,
} from '../../evaluation/arriving';
import { seededRandom } from '../../workload/seeded-random';
import { describeRule } from '../describe-rule';

const found = (text: string, inputs: Inputs) => findingsOf(text, inputs).filter(({ code }) => code === 'AFD612');
const busy = mixedStream(2000, 2.1);
const shortest = scheduled('{ policy: sf, kvTokens: 16492 }');

describeRule(shortestFirst, {
  reports: [
    {
      title: 'long prompts with short answers, shortest first',
      text: shortest,
      inputs: arrivingInputs(busy).inputs,
      expected: [
        'warning',
        'sf',
        '`sf` ignores memory: smallest volume first gives mean 218 instead of 356 steps (-39 %), p99 660 instead of 3,035.',
      ],
    },
  ],
  silent: [
    { title: 'requests that hardly wait', text: shortest, inputs: arrivingInputs(mixedStream(2000, 1.2)).inputs },
  ],
});

describe('shortest-first', () => {
  it('warns where long prompts have short answers', () => {
    const { inputs, answers } = arrivingInputs(busy);
    const [warning] = found(shortest, inputs);
    const [sf, svf] = ['sf', 'svf'].map((name) => answers.at(-1)!.results.find(({ policy }) => policy === name)!);
    const steps = (value: number) => Math.round(value).toLocaleString('en-US');
    assert.equal(warning!.severity, 'warning');
    assert.ok(
      warning!.message.startsWith(
        `\`sf\` ignores memory: smallest volume first gives mean ${steps(svf!.meanSteps)} instead of ${steps(sf!.meanSteps)} steps`,
      ),
    );
    assert.ok(warning!.message.length <= 125, `${warning!.message.length}`);
    assert.equal(shortest.slice(warning!.start, warning!.end), 'sf');
    const fix = warning!.fixes.find(({ suppression }) => !suppression)!;
    assert.deepEqual(found(fixed(shortest, fix), inputs), []);
  });

  it('says why at the trace, and warns of the shortest prompt first as well', () => {
    const text = scheduled('{ policy: spf, kvTokens: 16492 }');
    const [warning] = findingsIn(analyse(text, changedInputs(busy, saving(0.3)))).filter(
      ({ code }) => code === 'AFD612',
    );
    assert.match(warning!.message, /^`spf` ignores memory: /);
    assert.match(
      warning!.related[0]!.message,
      /^Long prompts have short answers \(correlation -0\.18\)\. The first 2,000 requests of the trace, /,
    );
  });

  it('warns of a priority by length, at its key', () => {
    const { inputs } = arrivingInputs(busy);
    const text = scheduled('{ policy: priority, priorityKey: decode, kvTokens: 16492 }');
    const [warning] = found(text, inputs);
    assert.equal(text.slice(warning!.start, warning!.end), 'decode');
    assert.match(warning!.message, /^`decode` first ignores memory: /);
  });

  it('warns from more than 5 % of large requests on, where lengths are not related', () => {
    const unrelated = {
      seconds: busy.seconds.map((time) => 1.4 * time),
      requests: busy.requests.map(([prefill], place): [number, number] => [prefill, 1 + ((173 * place) % 400)]),
    };
    const withLarge = (largeShare: number) =>
      found(
        shortest,
        changedInputs(unrelated, (study) => ({ ...saving(0.3)(study), offeredLoad: 0.9, largeShare })),
      );
    assert.equal(withLarge(0.0501).length, 1);
    assert.deepEqual(withLarge(0.05), []);
  });

  it('warns where lengths are opposed by more than two standard errors of their correlation', () => {
    const random = seededRandom(5);
    const prompts = Array.from({ length: 2000 }, () => 300 + Math.floor(1200 * random()));
    const opposed = (opposite: number) => {
      const requests = Array.from({ length: 2000 }, (_, place): [number, number] => {
        const decode = 1 + ((173 * place) % 400);
        return [place < opposite ? 1700 - 3 * decode : prompts[place]!, decode];
      });
      const stream = { requests, seconds: busy.seconds.map((time) => 1.6 * time) };
      const { value, standardError } = lengthCorrelation(arrivingTrace(stream).summary.moments)!;
      return { stream, errors: value / standardError };
    };
    const streams = Array.from({ length: 40 }, (_, step) => opposed(10 * step)).sort((a, b) => b.errors - a.errors);
    const first = streams.findIndex(({ errors }) => errors < -2);
    const [above, below] = [streams[first - 1]!, streams[first]!];
    assert.ok(above.errors < -1.6 && below.errors > -2.4, `${above.errors}, ${below.errors}`);
    const change = (study: SchedulingStudy) => ({ ...saving(0.3)(study), offeredLoad: 0.9, largeShare: 0 });
    const count = ({ stream }: typeof above) => found(shortest, changedInputs(stream, change)).length;
    assert.deepEqual([count(above), count(below)], [0, 1]);
  });

  it('warns from a saving of 10 % on', () => {
    assert.equal(found(shortest, changedInputs(busy, saving(0.1001))).length, 1);
    assert.deepEqual(found(shortest, changedInputs(busy, saving(0.0999))), []);
  });

  it('is silent below an offered load of 0.7, with other orders, and where requests are alike in memory', () => {
    const { inputs } = arrivingInputs(busy);
    assert.deepEqual(found(shortest, arrivingInputs(mixedStream(2000, 1.2)).inputs), []);
    for (const policy of ['fcfs', 'total', 'svf'])
      assert.deepEqual(found(scheduled(`{ policy: ${policy}, kvTokens: 16492 }`), inputs), []);
    const alike = { ...busy, requests: busy.requests.map(([, decode]): [number, number] => [2 * decode, decode]) };
    let tried = 0;
    for (const speed of [0.8, 0.9, 1, 1.1, 1.2]) {
      const stream = { ...alike, seconds: busy.seconds.map((time) => time / speed) };
      const { inputs: files, asked } = arrivingInputs(stream);
      assert.deepEqual(found(shortest, files), []);
      tried += asked.length;
    }
    assert.ok(tried > 0);
  });
});
