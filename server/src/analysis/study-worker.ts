import { parentPort } from 'node:worker_threads';
import { computeStudy } from './compute-study';
import type { Study } from './study';

const port = parentPort;
if (port === null) throw new Error('study-worker is a worker thread; it does not run by itself');

port.on('message', (study: Study) => port.postMessage(computeStudy(study)));
