import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CarriedFile, ManifestProcess } from '../../../server/src/manifest/carriers/process';
import { readCarriers } from '../../../server/src/manifest/carriers/read-carriers';
import type { Fact } from '../../../server/src/manifest/fact';
import type { MappedText } from '../../../server/src/text/mapped-text';
import { splitDocuments } from '../../../server/src/yaml/document-chunks';
import { parseYaml } from '../../../server/src/yaml/yaml-document';

/** The text of a fixture. */
export function fixture(name: string): string {
  return readFileSync(join('test/fixtures/launches/carriers', name), 'utf8');
}

/** What a file carries, with its documents parsed one by one, as the analysis does it. */
export function carried(text: string): CarriedFile {
  const documents = splitDocuments(text).flatMap((chunk) => parseYaml(chunk.text, chunk.start));
  return readCarriers(text, documents);
}

/** A text with `?` for what is unknown. */
export function shown(text: MappedText | undefined): string | undefined {
  return text?.text.replaceAll('\uE000', '?');
}

/** The words of a process, or its script as one. */
export function startOf({ start }: ManifestProcess): readonly string[] | string | undefined {
  if (start.kind === 'words') return start.words.map((word) => shown(word)!);
  return start.kind === 'script' ? shown(start.script) : undefined;
}

/** All facts of a file's carriers. */
export function factsOf({ processes, claims }: CarriedFile): readonly Fact<unknown>[] {
  return [
    ...processes.flatMap(({ carrier }) => [
      ...carrier.replicas.map(({ fact }) => fact),
      ...(carrier.image ? [carrier.image] : []),
      ...(carrier.device ? [carrier.device.count] : []),
      ...carrier.claims,
    ]),
    ...claims.flatMap(({ accessModes }) => accessModes),
  ];
}

/** Holds every place of a file to its text: literal facts and verbatim pieces are what stands there. */
export function checkPlaces(text: string, file: CarriedFile): void {
  for (const fact of factsOf(file)) {
    const cut = text.slice(fact.range.start, fact.range.end);
    if (fact.literal !== false) assert.equal(cut, String(fact.value));
  }
  const texts = file.processes.flatMap(({ start, environment }) => [
    ...environment.values(),
    ...(start.kind === 'words' ? start.words : start.kind === 'script' ? [start.script] : []),
  ]);
  for (const mapped of texts) {
    let at = 0;
    for (const piece of mapped.pieces) {
      assert.equal(piece.at, at);
      at += piece.length;
      assert.ok(piece.source.start <= piece.source.end && piece.source.end <= text.length);
      if (piece.verbatim)
        assert.equal(text.slice(piece.source.start, piece.source.end), mapped.text.slice(piece.at, at));
    }
    assert.equal(at, mapped.text.length);
  }
  for (const { carrier } of file.processes) {
    assert.ok(carrier.extent.start <= carrier.site.start && carrier.site.end <= carrier.extent.end);
  }
}
