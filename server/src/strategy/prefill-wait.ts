/**
 * Mean seconds that a prompt waits before its first chunk begins: Poisson arrivals, all of the same service time, and a
 * server that, while it has no prompt, goes through steps of `idleStep` seconds and looks for work between them.
 * Source: M/G/1 with vacations (Fuhrmann and Cooper 1985): rho S/(2 (1 - rho)) + V/2; docs/strategy.md, "Prompts".
 */
export function prefillWait(utilisation: number, service: number, idleStep: number): number {
  return (utilisation * service) / (2 * (1 - utilisation)) + idleStep / 2;
}

/** The share of steps with a prompt that a rank may be planned for; above it the wait grows without bound. */
export const mostUtilisation = 0.95;
