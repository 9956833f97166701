import { builtInProfiles } from '../../latency/catalogue';
import { findDevice } from '../../latency/hardware/find-device';
import { isModelPath } from '../../latency/hardware/find-model';
import { knownModels, normalModelId } from '../../latency/models';
import type { Fact } from '../../manifest/fact';
import { closest } from '../../text/closest';
import { quote } from '../../text/format';
import { changesOnly } from '../../yaml/verified-edit';
import { type Fix, finding, type Rule } from '../rule';
import { givenNote } from '../workload/given-note';

export const unknownReference: Rule = {
  code: 'AFD304',
  title: 'Unknown profile, device or model id',
  severity: 'error',
  check({ deployment, evaluation, references, text }) {
    const findings = references
      .filter(({ kind, state }) => (kind === 'profile' || kind === 'device') && state === undefined)
      .map(({ kind, fact }) => {
        const unknown = kind === 'profile' ? unknownProfile(fact) : unknownDevice(fact);
        return finding(unknownReference, fact.site, unknown.message, {
          fixes: () => replacementFix(text, fact, unknown.suggestion),
        });
      });
    if (!deployment || !evaluation) return findings;
    const { model } = deployment;
    // A model the catalogue does not know may well exist; only a likely slip of the pen is worth a word. A launch names
    // a repository or a folder, which the engine looks for itself.
    if (
      model &&
      deployment.launches.length === 0 &&
      !isModelPath(model.value) &&
      !knownModels.includes(normalModelId(model.value))
    ) {
      const suggestion = suggestModel(normalModelId(model.value));
      if (suggestion && normalModelId(evaluation.profile?.model ?? '') !== normalModelId(model.value)) {
        findings.push(
          finding(
            unknownReference,
            model.site,
            `Unknown model ${quote(model.value)}; did you mean ${quote(suggestion)}?`,
            {
              severity: 'info',
              fixes: () => replacementFix(text, model, suggestion),
            },
          ),
        );
      }
    }
    return findings;
  },
};

/** A known model of another spelling. One with another number is another model: `qwen3-14b` is not `qwen3-8b` misspelt. */
function suggestModel(id: string): string | undefined {
  const numbersIn = (name: string) => name.match(/\d+/g)?.join() ?? '';
  return closest(
    id,
    knownModels.filter((known) => numbersIn(known) === numbersIn(id)),
  );
}

interface Unknown {
  readonly message: string;
  readonly suggestion: string | undefined;
}

function unknownProfile(fact: Fact<string>): Unknown {
  const known = [...builtInProfiles.keys()];
  const others = `built-in: ${known.join(', ')}; or give a file, like \`./profile.yaml\`.`;
  return unknownWord('latency profile', fact, closest(fact.value, known), others);
}

function unknownDevice(fact: Fact<string>): Unknown {
  const found = findDevice(fact.value);
  const [suggestion] = found.kind === 'unknown' ? found.candidates : [];
  const others = `give an id of the catalogue, like \`h800\`, or a device file, like \`./device.afd.yaml\`.`;
  return unknownWord('device', fact, suggestion, others);
}

function unknownWord(what: string, fact: Fact<string>, suggestion: string | undefined, others: string): Unknown {
  const advice = suggestion ? `did you mean ${quote(suggestion)}?` : others;
  return { message: `Unknown ${what} ${quote(fact.value)}${givenNote(fact)}; ${advice}`, suggestion };
}

function replacementFix(
  text: string,
  { range, shared, setIn }: Fact<string>,
  suggestion: string | undefined,
): readonly Fix[] {
  if (suggestion === undefined || shared || setIn !== undefined) return [];
  const edits = [{ range, newText: suggestion }];
  return changesOnly(text, edits)
    ? [{ title: `Change to ${suggestion}`, preferred: true, cosmetic: false, edits }]
    : [];
}
