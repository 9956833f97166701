import assert from 'node:assert/strict';
import { prefillWait } from '../../server/src/strategy/prefill-wait';
import { uniforms } from './hand-costs';

describe('prefillWait', () => {
  it('is that of a queue with one server where there are no steps without a prompt', () => {
    assert.ok(Math.abs(prefillWait(0.5, 2, 0) - 1) < 1e-12);
  });

  it('is half a step where nobody queues', () => {
    assert.equal(prefillWait(0, 2, 3), 1.5);
  });

  for (const [utilisation, service, idleStep] of [
    [0.3, 4, 1],
    [0.7, 2, 0.5],
    [0.85, 1, 1],
  ] as const) {
    it(`is what a simulation shows: ${utilisation} of ${service} s, steps of ${idleStep} s`, () => {
      const simulated = simulate(utilisation / service, service, idleStep);
      const predicted = prefillWait(utilisation, service, idleStep);
      assert.ok(Math.abs(simulated / predicted - 1) < 0.02, `${simulated} and ${predicted}`);
    });
  }
});

/** Mean wait of 400,000 Poisson arrivals; an idle server looks for work only at the end of its steps. */
function simulate(rate: number, service: number, idleStep: number): number {
  const next = uniforms(7);
  let [arrival, clock, waited] = [0, 0, 0];
  const requests = 400_000;
  for (let i = 0; i < requests; i++) {
    arrival -= Math.log(next()) / rate;
    if (arrival > clock) clock += Math.ceil((arrival - clock) / idleStep) * idleStep;
    waited += clock - arrival;
    clock += service;
  }
  return waited / requests;
}
