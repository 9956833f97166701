import { limitsRule } from './engine-limits';

export const aiconfiguratorLimits = limitsRule('AFD422', 'Experiment that aiconfigurator refuses');
