import { limitsRule } from './engine-limits';

export const rtpLlmLimits = limitsRule('AFD424', 'World that RTP-LLM or StepMesh cannot start');
