import { settingTable } from '../setting-table';
import { hostName, portNumber, positiveNumber, whole } from '../setting-values';

/** What SGLang takes in `--afd-config`; which numbers of stages and lanes it runs is a limit of its own. */
export const sglangAfdSettings = settingTable([
  { name: 'stages', takes: positiveNumber, says: 'Microbatches in flight; must be 2.' },
  { name: 'lanes', takes: positiveNumber, says: 'Ranks of each pool: 1, 2, 4, 8, 16 or 32.' },
  { name: 'attention_lanes', says: 'Ranks of the attention pool, where they are not `lanes`.' },
  { name: 'attention_backend' },
  { name: 'max_hbm_bytes' },
  { name: 'rendezvous_host', takes: hostName, says: 'Where the pools meet. Default `127.0.0.1`.' },
  {
    name: 'rendezvous_port',
    takes: portNumber,
    says: 'The first of the ports at which they meet. Default 1239.',
  },
  { name: 'rendezvous_timeout_seconds', takes: whole('a whole number from 1 to 7200', 1, 7200) },
  { name: 'idle_timeout_seconds', takes: whole('a whole number from 300 to 604800', 300, 604_800) },
  { name: 'close_timeout_seconds', takes: whole('a whole number from 1 to 300', 1, 300) },
  { name: 'nccl_num_channels', takes: whole('a whole number from 1 to 32', 1, 32) },
]);
