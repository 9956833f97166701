import { builtInProfiles } from '../latency/catalogue';
import { knownModels, normalModelId } from '../latency/models';
import type { Fact } from '../manifest/fact';
import { closest } from '../text/closest';
import { quote } from '../text/format';
import { changesOnly } from '../yaml/verified-edit';
import { givenNote } from './given-note';
import { type Fix, finding, type Rule } from './rule';

export const unknownReference: Rule = {
  code: 'AFD304',
  title: 'Unknown profile or model id',
  severity: 'error',
  check({ deployment, evaluation, references, text }) {
    const findings = references
      .filter(({ kind, state }) => kind === 'profile' && state === undefined)
      .map(({ fact }) =>
        finding(unknownReference, fact.site, describeUnknownProfile(fact), {
          fixes: () => replacementFix(text, fact, suggestProfile(fact.value)),
        }),
      );
    if (!deployment || !evaluation) return findings;
    const { model } = deployment;
    // A model the catalogue does not know may well exist; only a likely slip of the pen is worth a word. A launch names
    // a repository or a folder, which the engine looks for itself.
    if (model && deployment.launches.length === 0 && !knownModels.includes(normalModelId(model.value))) {
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

function suggestProfile(reference: string): string | undefined {
  return closest(reference, [...builtInProfiles.keys()]);
}

function describeUnknownProfile(fact: Fact<string>): string {
  const reference = fact.value;
  const suggestion = suggestProfile(reference);
  const known = `built-in: ${[...builtInProfiles.keys()].join(', ')}; or give a file, like \`./profile.yaml\``;
  return `Unknown latency profile ${quote(reference)}${givenNote(fact)}; ${suggestion ? `did you mean ${quote(suggestion)}?` : `${known}.`}`;
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
