import type { Inputs } from '../../server/src/evaluation/inputs';

/** Inputs without any device or model file. */
export const noHardwareFiles: Pick<Inputs, 'device' | 'model'> = {
  device: (reference) => ({ kind: 'missing', path: reference }),
  model: (reference) => ({ kind: 'missing', path: reference }),
};
