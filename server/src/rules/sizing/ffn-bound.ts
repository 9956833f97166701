import { misSizedRule } from './mis-sized';

export const ffnBound = misSizedRule('ffn', 'AFD103', 'Ratio mis-sized, FFN-bound');
