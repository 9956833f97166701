import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { connectionStrategy } from './cancellation';
import { startServer } from './server';

const connection = createConnection(ProposedFeatures.all, { connectionStrategy });
startServer(connection, {
  workerPath: join(__dirname, 'trace-worker.js'),
  simulationWorkerPath: join(__dirname, 'simulation-worker.js'),
  packageRoot: join(__dirname, '..'),
});
