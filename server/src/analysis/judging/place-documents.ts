import type { Fix, RelatedPlace } from '../../rules/rule';
import { type FileRange, inFile, overlap, type TextRange } from '../../text/text-range';
import { type AnalysedDocument, type FileFinding, type FileReference, launchKind } from '../analysis';
import { isDeclared, isForeign, type OurShare } from '../our-share';
import type { UnplacedDocument } from './checked-document';
import type { JudgedFinding } from './judge-findings';

/** A text that was read by itself: where it begins in the file, and what was found to be in it. */
export interface ReadText {
  readonly start: number;
  readonly units: readonly UnplacedDocument[];
}

/** What is ours of the documents of a file and of the deployments its launches state, in its place, each with a number of its own. */
export function placeDocuments(texts: readonly ReadText[], share: OurShare): readonly AnalysedDocument[] {
  const units = texts.flatMap(({ start, units }) => units.map((unit) => withExtents(unit, start)));
  const documents = units.filter(({ unit }) => unit.content.kind !== launchKind);
  const launched = units.filter(({ unit }) => unit.content.kind === launchKind);
  const isOurs = (located: LocatedUnit): boolean => {
    const { content, extents } = located.unit;
    return (
      isDeclared(content.text, extents) ||
      (share !== 'declared' && !isForeign(content) && !launched.some((other) => overlaps(located, other)))
    );
  };
  const ours = documents.flatMap((located, index) => (isOurs(located) ? [placed(located, index)] : []));
  const numbers = new Set(ours.map(({ index }) => index));
  return [
    ...ours,
    ...launched.map((located) => {
      const place = documents.findIndex((document) => overlaps(document, located));
      const index = numbers.has(place) || place === -1 ? documents.length + numbers.size : place;
      numbers.add(index);
      return placed(located, index);
    }),
  ];
}

/** A finding of the text that begins at `start`, in the file; `document`: see `FileFinding`. */
export function placeFinding(finding: JudgedFinding, start: number, document: number | undefined): FileFinding {
  const { range, related, fixes, ...rest } = finding;
  return {
    document,
    range: inFile(range, start),
    related: related.map((place) => placeRelated(place, start)),
    fixes: () => fixes().map((fix) => placeFix(fix, start)),
    ...rest,
  };
}

interface LocatedUnit {
  readonly unit: UnplacedDocument;
  readonly start: number;
  readonly extents: readonly FileRange[];
}

function withExtents(unit: UnplacedDocument, start: number): LocatedUnit {
  return { unit, start, extents: unit.extents.map((extent) => inFile(extent, start)) };
}

function placed({ unit, start, extents }: LocatedUnit, index: number): AnalysedDocument {
  // What is copied stands last, here and above: with more properties behind it V8 takes ten times as long.
  return {
    start,
    index,
    extents,
    findings: unit.findings.map((finding) => placeFinding(finding, start, index)),
    references: unit.references.map((reference) => placeReference(reference, start)),
    ...unit.content,
  };
}

function placeReference({ kind, reference, entry, range }: FileReference<TextRange>, start: number): FileReference {
  return { kind, reference, entry, range: range && inFile(range, start) };
}

/** A place in another file is one in the whole of it. */
function placeRelated({ message, range, file }: RelatedPlace, start: number): RelatedPlace<FileRange> {
  return { message, range: inFile(range, file === undefined ? start : 0), file };
}

function placeFix(fix: Fix, start: number): Fix<FileRange> {
  return { ...fix, edits: fix.edits.map(({ range, newText }) => ({ range: inFile(range, start), newText })) };
}

/** Whether two units of a file have text in common. */
function overlaps({ extents }: LocatedUnit, other: LocatedUnit): boolean {
  return extents.some((one) => other.extents.some((two) => overlap(one, two)));
}
