import assert from 'node:assert/strict';
import { gaussLegendre } from '../../../server/src/provisioning/mathematics/gauss-legendre';
import { assertClose } from '../closeness';

describe('gauss-legendre', () => {
  it('integrates every monomial up to degree 2n - 1 exactly, and not the next even one', () => {
    for (const order of [1, 2, 3, 7, 12]) {
      const { nodes, weights } = gaussLegendre(order);
      const integral = (degree: number): number => nodes.reduce((sum, x, i) => sum + weights[i]! * x ** degree, 0);
      for (let degree = 0; degree < 2 * order; degree++) {
        assertClose(
          integral(degree),
          degree % 2 === 0 ? 2 / (degree + 1) : 0,
          1e-14,
          `order ${order}, degree ${degree}`,
        );
      }
      assert.ok(Math.abs(integral(2 * order) - 2 / (2 * order + 1)) > 1e-12, `order ${order} is not exact beyond`);
    }
  });

  it('knows the two-point rule', () => {
    const { nodes, weights } = gaussLegendre(2);
    assertClose(nodes[0]!, -1 / Math.sqrt(3), 1e-15);
    assertClose(nodes[1]!, 1 / Math.sqrt(3), 1e-15);
    assertClose(weights[0]!, 1, 1e-15);
  });
});
