import type { Pools } from '../../server/src/provisioning/cycle/operating-point';
import { stageLineAt } from '../../server/src/provisioning/cycle/stage-times';
import type { RequestLengths } from '../../server/src/simulation/request-law';
import type { Scenario } from '../../server/src/simulation/scenario';

interface Slot {
  prefill: number;
  decode: number;
  age: number;
  since: number;
}

type State = 'waiting' | 'attention' | 'to-ffn' | 'at-ffn' | 'ffn' | 'back';

/**
 * A slow simulation of one cold replay, event by event in time: every microbatch of every worker is a state machine, and
 * every slot counts its own tokens. Shares nothing with the product's code but the stage lines.
 */
export function referenceSimulation(scenario: Scenario, { attention: x, ffn: y }: Pools, list: RequestLengths) {
  const { latency, batchSize: B, microbatches: m, requestsPerWorker } = scenario;
  const oneWay = stageLineAt(latency.communication, latency.communicationScalesWith === 'bundle' ? (x * B) / y : B) / 2;
  const { count, perToken, readTime } = latency.ffn.experts ?? { count: 1, perToken: 1, readTime: 0 };
  const ffnTime = stageLineAt(latency.ffn, (x * B) / y) + (readTime / y) * (1 - (1 - perToken / count) ** (x * B));
  const { perRequest = 0, capped = [] } = latency.attention;
  let next = 0;
  const take = (since: number): Slot => {
    const slot = { prefill: list.prefill[next]!, decode: list.decode[next]!, age: 0, since };
    next += 1;
    return slot;
  };
  const slots: Slot[][][] = Array.from({ length: x }, () => Array.from({ length: m }, () => []));
  for (let i = 0; i < B * m; i++) {
    for (let worker = 0; worker < x; worker++) slots[worker]![Math.floor(i / B)]!.push(take(0));
  }

  const state: State[][] = Array.from({ length: x }, () => Array.from({ length: m }, () => 'waiting' as State));
  const busy: (number | undefined)[] = Array.from({ length: x }, () => undefined);
  const steps = Array.from({ length: m }, () => 0);
  const arrived = Array.from({ length: m }, () => 0);
  const tpot: number[] = [];
  let ffnBusy = false;
  let [completed, tokens, generated, slowestSum, attentionSum] = [0, 0, 0, 0, 0];
  const target = Math.ceil(0.8 * requestsPerWorker * x);
  const events: { time: number; run: () => void }[] = [];
  let now = 0;
  const at = (time: number, run: () => void) => {
    events.push({ time, run });
  };
  const slowest = Array.from({ length: m }, () => 0);

  const startAttention = (): void => {
    for (let worker = 0; worker < x; worker++) {
      if (busy[worker] !== undefined) continue;
      // The waiting microbatch that has done the fewest steps came back first.
      const waiting = state[worker]!.flatMap((s, i) => (s === 'waiting' ? [i] : []));
      const microbatch = waiting.sort((a, b) => steps[a]! - steps[b]! || a - b)[0];
      if (microbatch === undefined) continue;
      const load = slots[worker]![microbatch]!.reduce((sum, slot) => sum + slot.prefill + slot.age, 0);
      let time = stageLineAt(latency.attention, load) + perRequest * B;
      for (const { alpha, tokens } of capped) {
        for (const { prefill, age } of slots[worker]![microbatch]!) time += alpha * Math.min(prefill + age, tokens);
      }
      state[worker]![microbatch] = 'attention';
      busy[worker] = microbatch;
      slowest[microbatch] = Math.max(slowest[microbatch]!, time);
      attentionSum += time;
      at(now + time, () => {
        busy[worker] = undefined;
        state[worker]![microbatch] = 'to-ffn';
        if (state.every((of) => of[microbatch] === 'to-ffn')) at(now + oneWay, () => reachFfn(microbatch));
        startAttention();
      });
    }
  };
  const reachFfn = (microbatch: number): void => {
    for (const of of state) of[microbatch] = 'at-ffn';
    arrived[microbatch] = now;
    startFfn();
  };
  const startFfn = (): void => {
    const queued = state[0]!.flatMap((s, i) => (s === 'at-ffn' ? [i] : []));
    const microbatch = queued.sort((a, b) => arrived[a]! - arrived[b]!)[0];
    if (ffnBusy || microbatch === undefined) return;
    ffnBusy = true;
    for (const of of state) of[microbatch] = 'ffn';
    at(now + ffnTime, () => {
      ffnBusy = false;
      for (const of of state) of[microbatch] = 'back';
      at(now + oneWay, () => finishStep(microbatch));
      startFfn();
    });
  };
  const finishStep = (microbatch: number): void => {
    steps[microbatch]! += 1;
    slowestSum += slowest[microbatch]!;
    slowest[microbatch] = 0;
    for (let worker = 0; worker < x; worker++) {
      const batch = slots[worker]![microbatch]!;
      generated += B;
      for (let i = 0; i < B; i++) {
        const slot = batch[i]!;
        slot.age += 1;
        if (slot.age < slot.decode) continue;
        completed += 1;
        tokens += slot.decode;
        tpot.push((now - slot.since) / slot.decode);
        batch[i] = take(now);
      }
      state[worker]![microbatch] = 'waiting';
    }
    if (completed < target) startAttention();
  };

  startAttention();
  while (completed < target) {
    events.sort((a, b) => a.time - b.time);
    const event = events.shift()!;
    now = event.time;
    event.run();
  }
  return { time: now, tokens, generated, tpot, steps, slowestSum, attentionSum, ffnTime };
}
