/** The language of deployment manifests and latency profiles. */
export const languageId = 'afd-deployment';

/** The source that every finding of the server carries. */
export const findingSource = 'AFD Lens';
