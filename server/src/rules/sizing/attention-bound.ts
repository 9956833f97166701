import { misSizedRule } from './mis-sized';

export const attentionBound = misSizedRule('attention', 'AFD101', 'Ratio mis-sized, attention-bound');
