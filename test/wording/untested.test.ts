import assert from 'node:assert/strict';
import { explainDeployment } from '../../server/src/wording/derivation';
import { renderText } from '../../server/src/wording/explanation';
import { untestedLine } from '../../server/src/wording/untested';
import { analyse, deployment, now } from '../analysis/analysed';

describe('untested', () => {
  it('says nothing inside the range', () => {
    assert.equal(untestedLine([]), '');
  });

  it('names each value, its limit and what follows', () => {
    assert.equal(
      untestedLine([
        { what: 'meanDecode', value: 5 },
        { what: 'loadSpread', value: 0.4 },
      ]),
      "Outside the tested range: a mean decode of 5 steps is under 25, so loads change too fast for the barrier's formula; the token load of a worker varies by 0.4 of its mean, more than 0.25; a larger batch evens it out. The gain's band is wider for it.",
    );
    assert.match(untestedLine([{ what: 'slotSpread', value: 2 }]), /nu is 2 times theta, more than 1\.8/);
  });

  it('stands in the hover, and asks for a clear gain before a finding', () => {
    const text = deployment('{ workers: 8, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n').replace(
      'meanDecode: 500',
      'meanDecode: 5',
    );
    const { deployment: stated, evaluation } = analyse(text).documents[0]!;
    const sizing = evaluation!.sizing!;
    assert.deepEqual(
      sizing.untested.map(({ what }) => what),
      ['meanDecode'],
    );
    assert.match(
      renderText(explainDeployment(stated!, evaluation!, now)),
      /Outside the tested range: a mean decode of 5/,
    );
    assert.equal(sizing.misSized, sizing.best!.gainLow >= 0.1);
  });
});
