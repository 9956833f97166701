import { connectorTable } from '../connector';

/** What vLLM exchanged hidden states by before the plugin, by the names that the plugin gave them. */
export const configConnectors = connectorTable(
  [
    {
      name: 'P2pNcclAFDConnector',
      formerly: ['p2pconnector', 'P2pNcclConnector'],
      meetsAt: 'ffn',
      // It pairs the ranks of both pools one by one.
      pools: 'pairs',
      source: "`p2pconnector` of vLLM's pull request 29772",
      limits: () => ({
        attentionAtLeastFfn: true,
        attentionAtMostFfn: true,
        attentionMultipleOfFfn: true,
        wholeWorkersPerFfn: true,
      }),
    },
    {
      name: 'CAMP2pAFDConnector',
      formerly: ['camp2pconnector', 'CAMP2pConnector'],
      meetsAt: 'ffn',
      limits: () => ({ attentionAtLeastFfn: true, attentionMultipleOfFfn: true }),
      transfersKvOnFfn: true,
    },
    {
      name: 'CAMAsyncAFDConnector',
      formerly: ['afdasyncconnector', 'CAMAsyncConnector'],
      meetsAt: 'attention',
      isAsynchronous: true,
      limits: () => ({}),
    },
  ],
  { othersMeetElsewhere: true },
);
