import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keywords that JSON Schema has since draft 2019-09; servers that know draft-07 would pass over them in silence. */
const laterKeywords = new Set([
  '$anchor',
  '$defs',
  '$dynamicAnchor',
  '$dynamicRef',
  '$recursiveAnchor',
  '$recursiveRef',
  '$vocabulary',
  'contentSchema',
  'dependentRequired',
  'dependentSchemas',
  'deprecated',
  'maxContains',
  'minContains',
  'prefixItems',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
/** Keywords whose value maps names of the user's choice to schemas. */
const namedSchemas = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);
/** Keywords whose value is data. */
const data = new Set(['const', 'enum', 'examples', 'default']);

/** Keywords that constrain nothing. */
const notes = new Set(['$comment', 'title', 'description', 'examples', 'default']);

type Visit = (schema: Readonly<Record<string, unknown>>, path: string) => void;

function walk(value: unknown, path: string, visit: Visit): void {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) walk(entry, `${path}/${index}`, visit);
  } else if (typeof value === 'object' && value !== null) {
    const schema = value as Readonly<Record<string, unknown>>;
    visit(schema, path);
    for (const [key, child] of Object.entries(schema)) {
      if (data.has(key)) continue;
      if (!namedSchemas.has(key)) walk(child, `${path}/${key}`, visit);
      else for (const [name, each] of Object.entries(child as object)) walk(each, `${path}/${key}/${name}`, visit);
    }
  }
}

const files = readdirSync('schemas').filter((file) => file.endsWith('.json'));

describe('the published schemas', () => {
  it('are those of the manifest and the profile at least', () => {
    for (const file of ['afd-deployment.schema.json', 'latency-profile.schema.json']) assert.ok(files.includes(file));
  });

  for (const file of files) {
    describe(file, () => {
      const text = readFileSync(join('schemas', file), 'utf8');
      const schema: Readonly<Record<string, unknown>> = JSON.parse(text);

      it('has the versioned name that docs/editors.md gives it', () => {
        const [, base] = /`(https:\/\/\S+\/schemas\/v1\/)`/.exec(readFileSync('docs/editors.md', 'utf8'))!;
        assert.equal(schema.$id, base + file);
      });

      it('is draft-07 and uses nothing later, so that every YAML server understands all of it', () => {
        assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
        const later: string[] = [];
        walk(schema, '', (each, path) => {
          for (const key of Object.keys(each)) if (laterKeywords.has(key)) later.push(`${path}/${key}`);
          // Draft-07 ignores what stands beside a reference, so nothing there may constrain.
          const beside = '$ref' in each ? Object.keys(each).filter((key) => key !== '$ref' && !notes.has(key)) : [];
          later.push(...beside.map((key) => `${path}/${key} beside $ref`));
        });
        assert.deepEqual(later, []);
      });

      it('refers only to itself, so that nothing has to be fetched', () => {
        const outside: unknown[] = [];
        walk(schema, '', ({ $ref }) => {
          if ($ref !== undefined && !/^#/.test(String($ref))) outside.push($ref);
        });
        assert.deepEqual(outside, []);
      });
    });
  }

  it('say the same of a workload wherever it stands', () => {
    const definitionsOf = (name: string) =>
      JSON.parse(readFileSync(join('schemas', `${name}.schema.json`), 'utf8')).definitions;
    for (const name of ['columns', 'statistics']) {
      assert.deepEqual(definitionsOf('configuration')[name], definitionsOf('afd-deployment')[name]);
    }
  });
});
