// Also tests: wording/workload-explanation
import assert from 'node:assert/strict';
import { scheduleText } from '../../../server/src/cli/schedule/schedule-text';
import { toLatencyProfile } from '../../../server/src/latency/latency-profile';
import { mixedStudy, reportOf, resultOf, studyOf } from './schedule-reports';

const profile = toLatencyProfile(
  {
    apiVersion: 'afd-lens/v1',
    kind: 'LatencyProfile',
    timeUnit: 'ms',
    calibration: 'measured',
    source: 'bench of 3 May',
    attention: { alpha: 1e-5, beta: 2 },
    ffn: { alpha: 0.02, beta: 5 },
    communication: { alpha: 0.002, beta: 1 },
    relativeError: 0.08,
    calibratedRanges: { tokenLoad: [6000, 90_000] },
  },
  'lab',
);

describe('schedule text', () => {
  it('shows what was scheduled, the table, and what to do', () => {
    assert.equal(
      scheduleText(reportOf(mixedStudy)),
      `chat.csv: 600 requests, all there at once, in 16,492 KV tokens

  trace        BurstGPT, 600 requests; every row was used
  KV cache     M = 16,492 tokens; the largest request takes 4,000 of them, alpha 0.24
  theta        599 tokens per request in flight under every order, so the best ratio of the pools stays
  lower bound  no order has a mean below 700 steps
  lengths      known when a request arrives

latency from arrival to the last token, in steps; a step decodes a token of every request, prefill takes none
policy     mean  against fcfs    p50    p99  makespan  KV use  mean against the best order
fcfs      2,941                1,471  5,678     6,000    83 %  at most 4.21 times
sf        2,253         -23 %  1,127  6,261     6,000    83 %  at most 3.22 times
svf         875         -70 %  437.5  5,329     6,000    83 %  at most 1.25 times
sorted-f    923         -69 %  461.5  5,830     6,000    83 %  at most 1.32 times

svf instead of fcfs takes the mean from 2,941 to 875 steps (-70 %) and the p99 from 5,678 to 5,329 steps (-6.1 %).
vLLM accepts this order: '--scheduling-policy priority', and with each request its volume P D + D (D + 1) / 2 as 'priority'; lower goes first.
D has to be predicted; these figures take it as known, and --prediction-noise shows what errors cost.
This is for a burst, in which all wait at once: the gain vanishes where the cache is seldom full. --mode online takes arrival times into account.
`,
    );
  });

  it('says what is left out and what did not run', () => {
    const study = studyOf([resultOf('fcfs', 1000, 50), resultOf('svf', 990, 50)], {
      requests: 588,
      neverAdmitted: 12,
      notRun: [{ policy: 'sorted-lp', why: 'its linear program is too large' }],
    });
    const words = scheduleText(reportOf(study, { largest: 131_072, withoutArrival: 3, ageingSteps: 500 }));
    assert.match(words, /\n {2}left out +12 requests larger than the KV cache\n/);
    assert.match(words, /\n {2}left out +3 requests without an arrival time\n/);
    assert.match(words, /\n {2}ageing +who waited 500 steps goes before all who did not\n/);
    assert.match(words, /\nsorted-lp was not run: its linear program is too large\n/);
    assert.match(
      words,
      /\n12 requests of 600 can never be admitted, in any order: more than 16,492 tokens, up to 131,072\. /,
    );
    assert.match(words, /\nThe order hardly matters here\./);
  });

  it('says how a limit cut the trace', () => {
    const cut = { ...reportOf(mixedStudy), taken: 500 };
    assert.match(scheduleText(cut), /BurstGPT, the first 500 of 600 requests; every row/);
    assert.match(
      scheduleText({ ...cut, cutByLimit: true }),
      /the first 500 of 600 requests; '--requests 600' takes all; every row/,
    );
  });

  it('rounds bounds up', () => {
    const study = studyOf([{ ...resultOf('fcfs', 1000, 50), boundRatio: 1.0301 }]);
    assert.match(scheduleText(reportOf(study)), /at most 1\.04 times\n/);
  });

  it('shows seconds with what they rest on', () => {
    const seconds = { mean: 4.5, p50: 0.3, p99: 60, makespan: 3478 };
    const study = studyOf([{ ...resultOf('fcfs', 100, 50), seconds }], { mode: 'online', offeredLoad: 1.2 });
    const pools = { attention: 9, ffn: 1 };
    const step = { kind: 'profile', profile, pools, microbatches: 2, meanSeconds: 0.0152 } as const;
    const words = scheduleText(reportOf(study, { step }));
    assert.match(words, /600 requests, known when they arrive, in 16,492 KV tokens\n/);
    assert.match(words, /worker +M and the trace are those of one attention worker of 9A:1F, 2 microbatches in flight/);
    assert.match(words, /profile +'lab', measured, error of a stage time 8\.0 %, from 'bench of 3 May'\n/);
    assert.match(words, /calibrated +for 6,000 to 90,000 KV tokens of a microbatch; a full cache makes 8,246\n/);
    assert.match(words, /step +15\.2 ms at the mean load, by Little's law/);
    assert.match(words, /rho +1\.2, demand over capacity/);
    assert.match(words, /fcfs .* 4\.5 s +300 ms +60 s +3,478 s /);
    assert.match(words, /\nNo order keeps up: rho 1\.2 is above 1/);
    assert.match(words, /11 attention workers instead of 9 bring rho to about 1\.\n$/);
    const small = scheduleText(reportOf(study, { step: { ...step, microbatches: 3 } }));
    assert.match(small, /a full cache makes 5,497, so seconds are extrapolated\n/);
    assert.match(scheduleText(reportOf(study, { step: { kind: 'time', seconds: 0.04 } })), /step +40 ms, as given\n/);
  });

  it('lets no file name command the terminal', () => {
    assert.match(scheduleText(reportOf(mixedStudy, { file: 'a\u001b[31m.csv' })), /^a \[31m\.csv: /);
  });
});
