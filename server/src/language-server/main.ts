import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { connectionStrategy } from './cancellation';
import { commandLineAnswer } from './command-line';
import { startServer } from './server';

/** Set at build time from package.json. */
declare const packageVersion: string;

const answer = commandLineAnswer(process.argv.slice(2), { version: packageVersion, ipc: process.send !== undefined });
if (answer) {
  process.stdout.write(answer.out);
  process.stderr.write(answer.error);
  process.exitCode = answer.status;
} else {
  startServer(createConnection(ProposedFeatures.all, { connectionStrategy }), {
    workerPath: join(__dirname, 'worker.js'),
    packageRoot: join(__dirname, '..'),
  });
}
