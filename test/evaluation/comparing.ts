import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Inputs, ProfileState } from '../../server/src/evaluation/inputs';
import { readProfile } from '../../server/src/latency/profile-document';
import { compareStrategies } from '../../server/src/strategy/compare-strategies';
import type { Comparison } from '../../server/src/strategy/comparison';
import { filesOf } from '../analysis/analysed';

const answers = new Map<string, Comparison>();

const folder = 'test/fixtures/contract/strategy';

/** A profile of the fixtures whose times count as measured. */
function measured(path: string): ProfileState {
  const outcome = readProfile(readFileSync(`${folder}/${path}`, 'utf8'), path);
  assert.ok(outcome.kind === 'ready');
  return { kind: 'ready', path, profile: outcome.profile };
}

const profiles = ['profiles/gpt-oss-120b-h200.yaml', 'profiles/deepseek-v3.2-b200.yaml'] as const;

/** Inputs that compare strategies at once, with measured profiles of both deployments that have something to say. */
export function comparing(
  inputs: Inputs = filesOf({}, Object.fromEntries(profiles.map((path) => [path, measured(path)]))),
): Inputs {
  return {
    ...inputs,
    comparison: (question) => {
      const key = JSON.stringify(question);
      const value = answers.get(key) ?? compareStrategies(question);
      answers.set(key, value);
      return { kind: 'ready', value };
    },
  };
}

/** Inputs in which comparisons come out changed. */
export function comparingTo(change: Partial<Comparison>): Inputs {
  const inputs = comparing();
  return {
    ...inputs,
    comparison: (...asked) => {
      const state = inputs.comparison!(...asked);
      return state.kind === 'ready' ? { ...state, value: { ...state.value, ...change } } : state;
    },
  };
}
