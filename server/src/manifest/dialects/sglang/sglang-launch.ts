import { knownValue, type Launch } from '../../launches/launch';
import { countOption, type ProgramCall, policyOption } from '../../launches/program-call';
import { byDefault, computed, placeOf, stated, word } from '../../launches/stated';

/** What every SGLang process is told by its own options. */
export function readSglangOptions(
  call: ProgramCall,
): Pick<
  Launch,
  'dataParallel' | 'tensorParallel' | 'prefillContextParallel' | 'maxNumSeqs' | 'model' | 'schedulingPolicy'
> {
  const { options, site } = call;
  const dataParallel = countOption(call, 'data-parallel-size', 1);
  const ranks = countOption(call, 'tensor-parallel-size', 1);
  const groups = knownValue(dataParallel);
  const isShared = options.has('enable-dp-attention') && groups !== undefined && groups > 1;
  return {
    dataParallel,
    // With data-parallel attention the tensor parallel size counts the ranks of all groups together.
    tensorParallel: isShared ? computed(ranks, (all) => Math.max(1, Math.floor(all / groups))) : ranks,
    prefillContextParallel: byDefault(1, site),
    // The limit on running requests is one for all groups.
    maxNumSeqs:
      groups === undefined || groups < 1
        ? undefined
        : computed(countOption(call, 'max-running-requests'), (all) => Math.floor(all / groups)),
    model: stated(placeOf(options.get('model')), word),
    schedulingPolicy: policyOption(call, 'schedule-policy'),
  };
}
