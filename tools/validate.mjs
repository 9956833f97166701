// Compares the theory with simulations of built-in workloads and of the given traces, and writes docs/validation.md.
// Usage: npm run validate [-- TRACE...]   (some minutes)
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';

const bundle = 'node_modules/.cache/validate.cjs';
mkdirSync('node_modules/.cache', { recursive: true });
await build({
  entryPoints: ['validation/main.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
});
process.exitCode = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 2;
