/** The language of deployment manifests, latency profiles and the project's configuration. */
export const languageId = 'afd-deployment';

/** Languages whose documents may carry a deployment beside other things; their text decides. */
export const foreignLanguages: readonly string[] = ['yaml', 'helm', 'shellscript'];

/** The view type of the panel that shows a sweep. */
export const sweepViewType = 'afdLens.sweep';

/** The source that every finding of the server carries. */
export const findingSource = 'AFD Lens';
