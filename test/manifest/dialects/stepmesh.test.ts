// Also tests: manifest/launches/launch-options, manifest/launches/pod-network
import assert from 'node:assert/strict';
import { factsOf, fixture, launchesIn } from '../launches/launch-fixtures';

describe('StepMesh', () => {
  it('counts workers as attention and servers as FFN, in ranks, and leaves the scheduler out', () => {
    const text = fixture('stepmesh/environment.sh');
    const [attention, ffn, ...others] = launchesIn(text, 'environment.sh');
    assert.deepEqual(others, []);
    assert.deepEqual([attention?.pool, ffn?.pool], ['attention', 'ffn']);
    assert.deepEqual(factsOf(attention, text), {
      role: ['attention', 'worker', 'worker', 'computed'],
      connector: ['StepMesh', 'default'],
      host: ['10.0.0.9', '10.0.0.9', '10.0.0.9'],
      port: [8123, '8123', '8123'],
      attentionRanks: [16, '2', '2', 'computed'],
      ffnRanks: [8, '1', '1', 'computed'],
    });
  });

  it('leaves alone what uses the same variables for training', () => {
    assert.deepEqual(launchesIn(fixture('none/training.yaml'), 'training.yaml'), []);
  });
});
