import { misSizedRule } from './mis-sized';

export const communicationBound = misSizedRule('communication', 'AFD102', 'Ratio mis-sized, communication-bound');
