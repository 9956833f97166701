import assert from 'node:assert/strict';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { findingsOf, fixed } from '../../analysis/analysed';
import { arrivingInputs, mixedStream, scheduled } from '../../evaluation/arriving';

const found = (text: string, inputs: Inputs) => findingsOf(text, inputs).filter(({ code }) => code === 'AFD612');
const busy = mixedStream(2000, 2.1);
const shortest = scheduled('{ policy: sf, kvTokens: 16492 }');

describe('shortest-first', () => {
  it('warns where long prompts have short answers', () => {
    const { inputs, answers } = arrivingInputs(busy);
    const [warning] = found(shortest, inputs);
    const [sf, svf] = ['sf', 'svf'].map((name) => answers.at(-1)!.results.find(({ policy }) => policy === name)!);
    const steps = (value: number) => Math.round(value).toLocaleString('en-US');
    assert.equal(warning!.severity, 'warning');
    assert.ok(
      warning!.message.startsWith(
        `\`sf\` first ignores memory: smallest volume first gives mean ${steps(svf!.meanSteps)} instead of ${steps(sf!.meanSteps)} steps`,
      ),
    );
    assert.ok(warning!.message.length <= 125, `${warning!.message.length}`);
    assert.equal(shortest.slice(warning!.start, warning!.end), 'sf');
    const fix = warning!.fixes.find(({ suppression }) => !suppression)!;
    assert.deepEqual(found(fixed(shortest, fix), inputs), []);
  });

  it('warns of a priority by length, at its key', () => {
    const { inputs } = arrivingInputs(busy);
    const text = scheduled('{ policy: priority, priorityKey: decode, kvTokens: 16492 }');
    const [warning] = found(text, inputs);
    assert.equal(text.slice(warning!.start, warning!.end), 'decode');
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
