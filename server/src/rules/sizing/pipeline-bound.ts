import { misSizedRule } from './mis-sized';

export const pipelineBound = misSizedRule('pipeline', 'AFD104', 'Ratio mis-sized, pipeline-bound');
