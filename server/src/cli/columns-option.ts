import { InvalidArgumentError, Option } from 'commander';
import type { ColumnMapping } from '../workload/trace-summary';

/** `--columns prefill=NAME,decode=NAME`: where a trace keeps the two lengths. */
export function columnsOption(): Option {
  return new Option('--columns <names>', 'prefill=NAME,decode=NAME, where the trace is not recognised').argParser(
    columnMapping,
  );
}

/** The two names, in either order. A name may hold commas and equal signs. */
function columnMapping(text: string): ColumnMapping {
  const [, first, name, second, other] =
    /^\s*(prefill|decode)=(.+?)\s*,\s*(prefill|decode)=(.+?)\s*$/s.exec(text) ?? [];
  if (name === undefined || other === undefined || first === second) {
    throw new InvalidArgumentError('Give both names: prefill=NAME,decode=NAME.');
  }
  return first === 'prefill' ? { prefill: name, decode: other } : { prefill: other, decode: name };
}
