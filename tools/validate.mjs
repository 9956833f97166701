// Writes docs/validation.md: compares the theory with simulations of built-in workloads and of the given traces; or, for its
// other parts, the bands of gains with simulated gains, and serving strategies with published results.
// Usage: npm run validate [-- TRACE...]   (some minutes), npm run validate -- --bands   (some minutes), or
// npm run validate -- --strategies   (some minutes)
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';

const [first, ...rest] = process.argv.slice(2);
const part = ['--strategies', '--bands'].find((option) => option === first);
const bundle = 'node_modules/.cache/validate.cjs';
mkdirSync('node_modules/.cache', { recursive: true });
await build({
  entryPoints: [`validation/${part?.slice(2) ?? 'main'}.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
const traces = part || first === undefined ? rest : [first, ...rest];
process.exitCode = spawnSync(process.execPath, [bundle, ...traces], { stdio: 'inherit' }).status ?? 2;
