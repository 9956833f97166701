import { quote } from '../../../text/format';
import { known, type Launch } from '../../launches/launch';
import { defaultNote, flagOf } from '../../launches/launch-options';
import { countOption } from '../../launches/program-call';
import { placeOf, stated, word } from '../../launches/stated';
import { type Limit, limitAt } from '../limit';

const backends: ReadonlySet<string> = new Set(['deepep', 'deepep_v2', 'mooncake', 'mori', 'pplx']);
/** What watches or moves experts. */
const refused = ['enable-eplb', 'expert-distribution-recorder-mode'] as const;

/** What the community's AFD plugin for SGLang refuses. */
export function sglAfdPluginLimits(launch: Launch): readonly Limit[] {
  const { options, site } = launch;
  const limits: Limit[] = [];
  if (flagOf(launch, 'enable-dp-attention') === false) {
    limits.push({ range: site, message: `The AFD plugin for SGLang requires ${quote('--enable-dp-attention')}.` });
  }
  for (const [name, shown] of [
    ['data-parallel-size', 'dp-size'],
    ['nnodes', 'nnodes'],
  ] as const) {
    const count = known(countOption(launch, name, 1));
    if (count && count.value <= 1) {
      const message = `${quote(`--${shown}`)} is ${count.value}${defaultNote(count)}: the AFD plugin for SGLang requires more than 1.`;
      limits.push(limitAt(count, message));
    }
  }
  for (const name of refused) {
    const option = options.get(name);
    const isSet = name === 'enable-eplb' ? flagOf(launch, name) === true : option !== undefined;
    if (option && isSet) {
      const message = `The AFD plugin for SGLang refuses ${quote(`--${name}`)}: remove it.`;
      limits.push({ range: option.nameRange, message });
    }
  }
  const dispatch = known(stated(placeOf(options.get('ep-dispatch-algorithm')), word));
  if (dispatch?.value === 'lp') {
    limits.push(limitAt(dispatch, `The AFD plugin for SGLang refuses ${quote('--ep-dispatch-algorithm lp')}.`));
  }
  const backend = known(stated(placeOf(options.get('moe-a2a-backend')), word));
  if (backend && !backends.has(backend.value)) {
    const message = `${quote('--moe-a2a-backend')} is ${quote(backend.value)}: the AFD plugin takes ${[...backends].join(', ')}.`;
    limits.push(limitAt(backend, message));
  }
  return limits;
}
