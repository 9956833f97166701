// Also tests: rules/strategy/by-volume-fix
import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import type { FileSettings } from '../../../server/src/configuration/file-settings';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { requestOrder } from '../../../server/src/rules/strategy/request-order';
import { scheduleStudy } from '../../../server/src/scheduling/schedule-study';
import type { TextEdit } from '../../../server/src/text/text-range';
import { analyse, findingsOf, fixed } from '../../analysis/analysed';
import { arrivingInputs, changedInputs, mixedStream, saving, scheduled } from '../../evaluation/arriving';
import { arrivingLaunch } from '../arriving-launch';
import { under } from '../configured';
import { describeRule } from '../describe-rule';

const found = (text: string, inputs: Inputs) => findingsOf(text, inputs).filter(({ code }) => code === 'AFD611');
const busy = mixedStream(2000, 2.1);
const changed = (text: string, inputs: Inputs) =>
  found(text, inputs)
    .flatMap(({ fixes }) => fixes)
    .filter(({ suppression }) => !suppression);

describeRule(requestOrder, {
  reports: [
    {
      title: 'requests that wait, first come first served',
      text: scheduled('{ policy: fcfs, kvTokens: 16492 }'),
      inputs: arrivingInputs(busy).inputs,
      expected: [
        'hint',
        'fcfs',
        '`fcfs` at offered load 0.89: smallest volume first gives mean 218 instead of 393 steps (-45 %), p99 660 instead of 863.',
      ],
    },
  ],
  silent: [
    { title: 'requests that hardly wait', text: scheduled(), inputs: arrivingInputs(mixedStream(2000, 0.7)).inputs },
  ],
});

describe('request-order', () => {
  it('names mean and p99 of both orders, as the study has them', () => {
    const { inputs, asked } = arrivingInputs(busy);
    const text = scheduled('{ policy: fcfs, kvTokens: 16492 }');
    const [hint] = found(text, inputs);
    const { results, offeredLoad } = scheduleStudy(asked.at(-1)!);
    const [fcfs, svf] = ['fcfs', 'svf'].map((name) => results.find(({ policy }) => policy === name)!);
    const steps = (value: number) => Math.round(value).toLocaleString('en-US');
    const gain = Math.round(100 * (svf!.meanSteps / fcfs!.meanSteps - 1));
    assert.ok(gain <= -10);
    assert.equal(
      hint!.message,
      `\`fcfs\` at offered load ${offeredLoad!.toFixed(2)}: smallest volume first gives mean ${steps(svf!.meanSteps)} instead of ${steps(fcfs!.meanSteps)} steps (${gain} %), p99 ${steps(svf!.p99Steps)} instead of ${steps(fcfs!.p99Steps)}.`,
    );
    assert.deepEqual([hint!.severity, text.slice(hint!.start, hint!.end)], ['hint', 'fcfs']);
    assert.ok(hint!.message.length <= 125, `${hint!.message.length}`);
  });

  it('is said beside what a manifest says of the scheduler, with what it is made of at the trace', () => {
    const { inputs } = arrivingInputs(busy);
    const of = (text: string, files: Inputs, settings?: FileSettings) =>
      findingsIn(analyse(text, files, settings))
        .filter(({ code }) => code === 'AFD611')
        .map(({ range, related }) => [
          text.slice(range.start, range.end),
          ...related.map((place) => [place.message, text.slice(place.range.start, place.range.end)]),
        ]);
    const made =
      'The first 2,000 requests of the trace, on one of 4 attention workers, with decode lengths that an engine would have to predict.';
    assert.deepEqual(of(scheduled(), inputs), [['16492', [made, 't.csv']]]);
    const elsewhere = { ...inputs, trace: () => inputs.trace('t.csv', undefined) };
    const bare = scheduled().replace(/ {2}workload.*\n/, '');
    assert.deepEqual(of(bare, elsewhere, under('workload: { trace: t.csv }\n')), [['16492']]);
  });

  it('is silent at an offered load of 0.3, and tries no order', () => {
    const { inputs, asked } = arrivingInputs(mixedStream(2000, 0.7));
    assert.deepEqual(found(scheduled(), inputs), []);
    assert.equal(asked.length, 0);
  });

  it('is silent without arrivals, above capacity, with another order, and over few requests', () => {
    const { inputs } = arrivingInputs(busy);
    assert.equal(found(scheduled(), inputs).length, 1);
    const unknown: Inputs = {
      ...inputs,
      trace: (...asked) => {
        const state = inputs.trace(...asked);
        return state.kind === 'ready' ? { ...state, summary: { ...state.summary, requestRate: undefined } } : state;
      },
    };
    assert.deepEqual(found(scheduled(), unknown), []);
    assert.deepEqual(found(scheduled(), arrivingInputs(mixedStream(2000, 2.5)).inputs), []);
    for (const scheduler of [
      'policy: sf',
      'policy: svf',
      'policy: priority, priorityKey: volume',
      'policy: priority',
    ]) {
      assert.deepEqual(found(scheduled(`{ ${scheduler}, kvTokens: 16492 }`), inputs), []);
    }
    assert.deepEqual(found(scheduled(), arrivingInputs(mixedStream(900, 2.1)).inputs), []);
  });

  it('speaks at an offered load from 0.7 to 1, of a saving from 10 % on', () => {
    const at = (offeredLoad: number, share: number) =>
      found(
        scheduled(),
        changedInputs(busy, (study) => ({ ...saving(share)(study), offeredLoad })),
      ).length;
    assert.deepEqual([at(0.6999, 0.5), at(0.7, 0.5), at(1, 0.5), at(1.0001, 0.5)], [0, 1, 1, 0]);
    assert.deepEqual([at(0.9, 0.0999), at(0.9, 0.1001)], [0, 1]);
  });

  it('asks for 1,000 requests', () => {
    const of = (count: number) => found(scheduled(), changedInputs(mixedStream(count, 2.1), saving(0.5))).length;
    assert.deepEqual([of(999), of(1000)], [0, 1]);
  });

  it('is silent where the order changes little', () => {
    const even = { ...busy, requests: busy.requests.map((): [number, number] => [600, 150]) };
    let tried = 0;
    for (const rate of [2.5, 2.75, 3, 3.25, 3.5]) {
      const stream = { ...even, seconds: busy.seconds.map((time) => (time * 2.1) / rate) };
      const { inputs, asked } = arrivingInputs(stream);
      assert.deepEqual(found(scheduled(), inputs), []);
      tried += asked.length;
    }
    assert.ok(tried > 0);
  });

  it('offers to order by volume, and is silent behind that', () => {
    const { inputs } = arrivingInputs(busy);
    const title = 'Order by priority, the volume of each request (give it as `priority`, lower first)';
    for (const [scheduler, after, edit] of [
      [
        '{ policy: fcfs, kvTokens: 16492 }',
        '{ policy: priority, kvTokens: 16492, priorityKey: volume }',
        ['fcfs, kvTokens: 16492', 'priority, kvTokens: 16492, priorityKey: volume'],
      ],
      [
        '{ "policy": "fcfs", "kvTokens": 16492 }',
        '{ "policy": "priority", "kvTokens": 16492, "priorityKey": "volume" }',
        ['fcfs", "kvTokens": 16492', 'priority", "kvTokens": 16492, "priorityKey": "volume"'],
      ],
      [
        '{ kvTokens: 16492 }',
        '{ kvTokens: 16492, policy: priority, priorityKey: volume }',
        ['', ', policy: priority, priorityKey: volume'],
      ],
      [
        '\n    # as loaded\n    kvTokens: 16492\n    ageing: 9000s',
        '\n    # as loaded\n    kvTokens: 16492\n    ageing: 9000s\n    policy: priority\n    priorityKey: volume',
        ['', '    policy: priority\n    priorityKey: volume\n'],
      ],
    ] as const) {
      const text = scheduled(scheduler);
      const [fix, ...others] = changed(text, inputs);
      assert.deepEqual([fix?.title, fix?.preferred, fix?.cosmetic, others], [title, false, false, []]);
      assert.equal(fixed(text, fix!), scheduled(after));
      const [{ range, newText }, ...more] = fix!.edits as [TextEdit];
      assert.deepEqual([text.slice(range.start, range.end), newText, more], [...edit, []]);
      assert.deepEqual(found(fixed(text, fix!), inputs), []);
    }
  });

  it('edits nothing that is shared or stands in another document', () => {
    const { inputs } = arrivingInputs(busy);
    const shared = scheduled('&s { policy: fcfs, kvTokens: 16492 }').concat('x-other: *s\n');
    assert.equal(found(shared, inputs).length, 1);
    assert.deepEqual(changed(shared, inputs), []);
    const aliased = scheduled('*s').replace('spec:', 'x-s: &s { policy: fcfs, kvTokens: 16492 }\nspec:');
    assert.equal(found(aliased, inputs).length, 1);
    assert.deepEqual(changed(aliased, inputs), []);
    const second = `${scheduled('{ policy: svf, kvTokens: 16492 }')}---\n${scheduled()}`;
    const [fix] = changed(second, inputs);
    assert.equal(
      fixed(second, fix!),
      `${scheduled('{ policy: svf, kvTokens: 16492 }')}---\n${scheduled('{ kvTokens: 16492, policy: priority, priorityKey: volume }')}`,
    );
    const whole = `%YAML 1.2\n---\n${scheduled('{ policy: svf, kvTokens: 16492 }')}...\n---\n${scheduled()}`;
    assert.deepEqual(
      changed(whole, inputs).map((each) => fixed(whole, each)),
      [whole.replace('{ kvTokens: 16492 }', '{ kvTokens: 16492, policy: priority, priorityKey: volume }')],
    );
  });
});

describe('request-order of launches', () => {
  const inComment = 'trace=t.csv profile=p.yaml kv-tokens=16492';
  const foundIn = (text: string, inputs: Inputs) =>
    findingsOf(text, inputs, undefined, 'script').filter(({ code }) => code === 'AFD611');
  const fixesIn = (text: string, inputs: Inputs) =>
    foundIn(text, inputs)
      .flatMap(({ fixes }) => fixes)
      .filter(({ suppression }) => !suppression);

  it('says what a manifest of the same numbers says, at the program or at the option', () => {
    const { inputs } = arrivingInputs(busy);
    const [stated] = found(scheduled('{ policy: fcfs, kvTokens: 16492 }'), inputs);
    const [unwritten] = foundIn(arrivingLaunch(), inputs);
    assert.equal(unwritten?.message, stated!.message.replace('`fcfs`', '`fcfs` (default)'));
    assert.equal(arrivingLaunch().slice(unwritten!.start, unwritten!.end), 'vllm');
    const text = arrivingLaunch({ 'scheduling-policy': 'fcfs' });
    const [written] = foundIn(text, inputs);
    assert.deepEqual([written?.message, text.slice(written!.start, written!.end)], [stated!.message, 'fcfs']);
  });

  it('asks vLLM for priority in the attention launch alone, and is silent behind that', () => {
    const { inputs } = arrivingInputs(busy);
    for (const text of [arrivingLaunch(), arrivingLaunch({ 'scheduling-policy': 'fcfs' })]) {
      const [fix, ...others] = fixesIn(text, inputs);
      assert.deepEqual([fix?.preferred, fix?.cosmetic, others], [false, false, []]);
      assert.match(fix!.title, /P D \+ D \(D \+ 1\)\/2 as `priority`, lower goes first$/);
      const after = fixed(text, fix!);
      const [attention, ffn] = after.split('"role": "attention"');
      assert.ok(attention!.includes('--scheduling-policy priority') && !ffn!.includes('--scheduling-policy'));
      assert.deepEqual(foundIn(after, inputs), []);
    }
  });

  it('takes the rate of the comment before that of the trace', () => {
    const { inputs, asked } = arrivingInputs(busy);
    assert.equal(foundIn(arrivingLaunch(), inputs).length, 1);
    const count = asked.length;
    assert.deepEqual(foundIn(arrivingLaunch({}, `${inComment} request-rate=0.7`), inputs), []);
    assert.equal(asked.length, count);
  });

  it('is silent without the size of the cache, and under an order that is none of ours', () => {
    const { inputs, asked } = arrivingInputs(busy);
    assert.deepEqual(foundIn(arrivingLaunch({}, inComment.replace('kv-tokens=', 'tokens=')), inputs), []);
    for (const policy of ['priority', 'sf', 'svf', '"$P"']) {
      assert.deepEqual(foundIn(arrivingLaunch({ 'scheduling-policy': policy }), inputs), []);
    }
    assert.equal(asked.length, 0);
  });

  it('offers SGLang nothing', () => {
    const { inputs } = arrivingInputs(busy);
    const launch = (role: string, more: string) =>
      `python -m sglang.launch_server --model-path m ${more} --afd-execution-mode ${role} --afd-config '{"lanes": 1, "attention_lanes": 4, "rendezvous_host": "n", "stages": 2}'\n`;
    const text = `# afd-lens: ${inComment}\n${launch('attention', '--tp 4 --dp 4 --enable-dp-attention --max-running-requests 128')}${launch('ffn', '--tp 1')}`;
    const [hint] = foundIn(text, inputs);
    assert.match(hint!.message, /^`fcfs` \(default\) at offered load 0\.\d\d: /);
    assert.deepEqual(fixesIn(text, inputs), []);
  });
});
