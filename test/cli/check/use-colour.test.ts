import assert from 'node:assert/strict';
import { useColour } from '../../../server/src/cli/check/use-colour';

const terminal = { isTTY: true };
const file = {};

describe('use-colour', () => {
  const table: readonly [boolean, string, { readonly isTTY?: boolean }, NodeJS.ProcessEnv][] = [
    [true, 'on a terminal', terminal, {}],
    [false, 'into a file', file, {}],
    [false, 'on a terminal that knows none', terminal, { TERM: 'dumb' }],
    [false, 'with NO_COLOR', terminal, { NO_COLOR: '1' }],
    [true, 'with an empty NO_COLOR', terminal, { NO_COLOR: '' }],
    [true, 'into a file with FORCE_COLOR', file, { FORCE_COLOR: '1' }],
    [false, 'with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }],
    [false, 'with FORCE_COLOR=false', terminal, { FORCE_COLOR: 'false' }],
    [false, 'with both', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ];
  for (const [expected, title, stream, env] of table) {
    it(`${expected ? 'is used' : 'is not used'} ${title}`, () => assert.equal(useColour(stream, env), expected));
  }
});
