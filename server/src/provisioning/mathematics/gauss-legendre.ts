/** Nodes and weights of a Gauss-Legendre rule on [-1, 1], nodes ascending. */
export interface QuadratureRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The `order`-point Gauss-Legendre rule, exact for polynomials of degree 2 * order - 1.
 * Source: Newton's method on the Legendre recurrence (Press et al., Numerical Recipes, gauleg).
 */
export function gaussLegendre(order: number): QuadratureRule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = order; i >= 1; i--) {
    let x = Math.cos((Math.PI * (i - 0.25)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 6; step++) {
      let previous = 0;
      let value = 1;
      for (let k = 1; k <= order; k++) {
        const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
        previous = value;
        value = next;
      }
      slope = (order * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    nodes.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}
