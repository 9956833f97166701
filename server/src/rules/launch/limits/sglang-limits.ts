import { limitsRule } from './engine-limits';

export const sglangLimits = limitsRule('AFD421', 'Setting that SGLang refuses under AFD');
