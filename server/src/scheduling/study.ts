import type { PolicyName } from './policies';
import type { SchedulingRequest } from './request';

/** What is asked: the same requests under each policy. Plain data, so that another thread may answer. */
export interface SchedulingQuestion {
  readonly requests: readonly SchedulingRequest[];
  /** M: tokens that the KV cache holds. */
  readonly kvTokens: number;
  /** `burst`: all requests are there at step 0, whatever their arrival says. `online`: each is known from its arrival on. */
  readonly mode: 'burst' | 'online';
  readonly policies: readonly PolicyName[];
  /** Standard deviation of ln(predicted / true decode length), which orders go by; 0 where lengths are known. */
  readonly predictionNoise: number;
  readonly seed: number;
  /** A request that waited for so many steps goes before all that did not; undefined: none does. */
  readonly ageingSteps: number | undefined;
  /** Seconds of a step: the largest of these lines; undefined where they are not known. */
  readonly stepTime: readonly StepLine[] | undefined;
}

/** Seconds of a step: of each KV token that is read, of each request in flight, and of any step. */
export interface StepLine {
  readonly perToken: number;
  readonly perRequest: number;
  readonly perStep: number;
}

/** What one policy makes of the requests. Latency runs from a request's arrival to the end of its last step. */
export interface PolicyResult {
  readonly policy: PolicyName;
  readonly meanSteps: number;
  readonly p50Steps: number;
  readonly p99Steps: number;
  /** From the first arrival to the end of the last step. */
  readonly makespanSteps: number;
  /** Share of M that is held, on the average of the makespan. */
  readonly kvUse: number;
  /** Sum of latencies over its lower bound: how far at most the order is from the best possible one. */
  readonly boundRatio: number;
  /** Mean tokens that a request in flight reads in a step; the same under every order. */
  readonly theta: number;
  readonly seconds: LatencySeconds | undefined;
}

export interface LatencySeconds {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly makespan: number;
}

export interface SchedulingStudy {
  /** Requests that were scheduled, and those that need more than M tokens and are left out. */
  readonly requests: number;
  readonly neverAdmitted: number;
  readonly kvTokens: number;
  /** Share of the requests that need more than a tenth of M. */
  readonly largeShare: number;
  readonly mode: SchedulingQuestion['mode'];
  /** Demand over capacity, lambda E[volume] / M, over the span of arrivals; undefined in a burst. */
  readonly offeredLoad: number | undefined;
  readonly lowerBoundMeanSteps: number;
  /** In the order of the question's policies; none where no request could be scheduled. */
  readonly results: readonly PolicyResult[];
  /** Policies that did not run, and why, as a sentence without a full stop about the policy. */
  readonly notRun: readonly { readonly policy: PolicyName; readonly why: string }[];
}
