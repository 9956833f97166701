import { quote } from '../../text/format';

/** Says, in brackets, where a value comes from that the manifest does not write itself; empty for one that it writes. */
export function givenNote(fact: { readonly setIn?: string | undefined } | undefined): string {
  return fact?.setIn === undefined ? '' : ` (from ${quote(fact.setIn)})`;
}
