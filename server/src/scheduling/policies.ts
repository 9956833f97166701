/** Orders in which waiting requests are admitted; the names are those of the command line and of its JSON. */
export const policyNames = [
  'fcfs',
  'sf',
  'spf',
  'total',
  'svf',
  'sorted-f',
  'sorted-f-dp',
  'sorted-f-scaled',
  'sorted-f-swap',
  'sorted-lp',
  'lp-swap',
] as const;
export type PolicyName = (typeof policyNames)[number];
