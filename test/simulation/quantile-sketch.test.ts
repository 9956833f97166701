import assert from 'node:assert/strict';
import { QuantileSketch } from '../../server/src/simulation/quantile-sketch';
import { randomStream } from '../../server/src/simulation/random';

describe('quantile-sketch', () => {
  it('agrees with sorting to 0.1 %', () => {
    const random = randomStream(3);
    const laws: (() => number)[] = [
      () => 600 + 30 * random.normal(),
      () => Math.exp(2 * random.normal()),
      () => 1e-6 * random.uniform(),
      () => 7,
    ];
    for (const draw of laws) {
      const sketch = new QuantileSketch();
      const values = Array.from({ length: 20_000 }, draw);
      for (const value of values) sketch.add(value);
      values.sort((a, b) => a - b);
      for (const p of [0.01, 0.1, 0.5, 0.9, 0.99]) {
        const low = values[Math.floor(p * values.length) - 1]!;
        const high = values[Math.ceil(p * values.length)]!;
        const found = sketch.quantile(p);
        assert.ok(found > low * 0.999 && found < high * 1.001, `${p}: ${found} in ${low} to ${high}`);
      }
    }
  });

  it('has no quantile without numbers', () => {
    assert.ok(Number.isNaN(new QuantileSketch().quantile(0.5)));
  });
});
