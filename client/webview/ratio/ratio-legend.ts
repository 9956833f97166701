import type { Drawn } from '../../../server/src/charts/drawn';
import type { SimulatedSweep, TheorySweep } from '../../../server/src/sweep/sweep';
import { sign, signBand, signInterval, signLine, signPoint } from '../charts/sign';
import { idleLooks } from './idle-chart';
import { throughputLooks } from './throughput-chart';

type Entries = readonly (readonly [sign: Drawn, text: string])[];

/** What the chart of throughput shows. */
export function throughputLegend({ band }: TheorySweep, simulated: SimulatedSweep | undefined): Entries {
  const simulatedSign = sign(throughputLooks, signInterval('simulated'), signPoint('simulated', 'circle'));
  return [
    [sign(throughputLooks, signLine('theory')), 'theory'],
    ...(simulated ? ([[simulatedSign, 'simulated, 95 % interval']] as const) : []),
    ...(band ? ([[sign(throughputLooks, signBand('best')), 'as good within the errors']] as const) : []),
  ];
}

/** What the chart of idle shares shows. */
export const idleLegend: Entries = [
  [sign(idleLooks, signLine('attention'), signPoint('attention', 'circle')), 'attention workers'],
  [sign(idleLooks, signLine('ffn'), signPoint('ffn', 'square')), 'FFN workers'],
];
