/** Former names of the AFD plugin's connectors, and what they are called today. */
export const renamedConnectors: ReadonlyMap<string, string> = new Map([
  ['p2pconnector', 'P2pNcclAFDConnector'],
  ['P2pNcclConnector', 'P2pNcclAFDConnector'],
  ['camp2pconnector', 'CAMP2pAFDConnector'],
  ['CAMP2pConnector', 'CAMP2pAFDConnector'],
  ['afdasyncconnector', 'CAMAsyncAFDConnector'],
  ['CAMAsyncConnector', 'CAMAsyncAFDConnector'],
]);

/** What a connector is called today, by any name it ever had. */
export function currentConnector(name: string): string {
  return renamedConnectors.get(name) ?? name;
}
