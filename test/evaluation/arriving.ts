import type { Inputs, ReadyTrace, TraceState } from '../../server/src/evaluation/inputs';
import { onlineRequests } from '../../server/src/evaluation/scheduling-requests';
import { scheduleStudy } from '../../server/src/scheduling/schedule-study';
import type { SchedulingQuestion, SchedulingStudy } from '../../server/src/scheduling/study';
import { deployment, filesOf, readyTrace } from '../analysis/analysed';
import { profile } from '../rules/base-texts';
import { seededRandom } from '../workload/seeded-random';

/** Requests with their arrival in seconds. */
export interface Arriving {
  readonly requests: readonly (readonly [prefill: number, decode: number])[];
  readonly seconds: readonly number[];
}

/** Prompts of which one in five is long, in a Poisson stream. */
export function mixedStream(count: number, perSecond: number, seed = 1): Arriving {
  const random = seededRandom(seed);
  let now = 0;
  const seconds = Array.from({ length: count }, () => {
    now -= Math.log(1 - random()) / perSecond;
    return now;
  });
  const requests = seconds.map((): [number, number] =>
    random() < 0.2
      ? [2000 + Math.floor(2000 * random()), 1 + Math.floor(320 * random())]
      : [20 + Math.floor(80 * random()), 1 + Math.floor(400 * random())],
  );
  return { requests, seconds };
}

/** The state of such a trace. */
export function arrivingTrace({ requests, seconds }: Arriving): ReadyTrace {
  const trace = readyTrace(requests) as ReadyTrace;
  const spanSeconds = seconds.at(-1)! - seconds[0]!;
  return {
    ...trace,
    summary: { ...trace.summary, spanSeconds, requestRate: (requests.length - 1) / spanSeconds },
  };
}

/** Inputs in which `t.csv` is such a trace and `p.yaml` a profile in milliseconds; schedules are made as they are asked for. */
export function arrivingInputs(stream: Arriving, relativeError = 0.05) {
  const asked: SchedulingQuestion[] = [];
  const answers: SchedulingStudy[] = [];
  const trace: TraceState = arrivingTrace(stream);
  const files = filesOf({ 't.csv': trace }, { 'p.yaml': profile(`relativeError: ${relativeError}\n`) });
  const inputs: Inputs = {
    ...files,
    schedule: ({ stepSeconds, stretch }, question) => {
      const list = {
        prefill: Float64Array.from(stream.requests, ([prefill]) => prefill),
        decode: Float64Array.from(stream.requests, ([, decode]) => decode),
        arrivalSeconds: Float64Array.from(stream.seconds),
      };
      const whole = { ...question, requests: onlineRequests(list, stepSeconds / stretch) };
      asked.push(whole);
      const value = scheduleStudy(whole);
      answers.push(value);
      return { kind: 'ready', value };
    },
  };
  return { inputs, asked, answers };
}

/** Such inputs whose schedules come out changed, so that a threshold can be met exactly. */
export function changedInputs(stream: Arriving, change: (study: SchedulingStudy) => SchedulingStudy): Inputs {
  const { inputs } = arrivingInputs(stream);
  return {
    ...inputs,
    schedule: (...asked) => {
      const state = inputs.schedule!(...asked);
      return state.kind === 'ready' ? { ...state, value: change(state.value) } : state;
    },
  };
}

/** A study in which ordering by volume saves this share of each other order's mean. */
export function saving(share: number): (study: SchedulingStudy) => SchedulingStudy {
  return (study) => ({
    ...study,
    results: study.results.map((result) => ({ ...result, meanSteps: result.policy === 'svf' ? 1 - share : 1 })),
  });
}

/** A deployment of these requests with a cache of 16,492 tokens on each of 4 attention workers. */
export function scheduled(scheduler = '{ kvTokens: 16492 }', workload = '{ trace: t.csv }'): string {
  return deployment('{ workers: 4, batchSize: 16 }', '{ workers: 1 }', `  microbatches: 2\n  scheduler: ${scheduler}\n`)
    .replace('ascend-910c-deepseek-v3', 'p.yaml')
    .replace(/workload: .*/, `workload: ${workload}`);
}
