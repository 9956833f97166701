import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from 'vscode-languageserver/node';
import { afdDeploymentSchema, latencyProfileSchema } from '../../generated/schemas';
import { builtInProfiles } from '../../latency/catalogue';
import { knownModels } from '../../latency/models';
import { type CompletionContext, completionContext } from '../../manifest/completion-context';
import { durationUnits } from '../../manifest/duration';
import type { SchemaNode } from '../../yaml/schema-node';
import { schemaAt } from '../../yaml/schema-problems';
import { documentAt, type OpenManifest } from '../open-manifest';

/** Entries of a folder offered at most. */
const entryLimit = 200;

/** Keys, ids, paths and units that fit at the position, also while the document is broken. */
export async function completion(
  manifest: OpenManifest,
  position: Position,
  snippets: boolean,
): Promise<CompletionItem[]> {
  const { document } = manifest;
  const offset = document.offsetAt(position);
  const unit = documentAt(manifest, offset);
  const start = unit?.start ?? 0;
  const text = document.getText().slice(start);
  const context = completionContext(text, offset - start);
  if (!context) return [];
  const isProfile = /^kind:\s*LatencyProfile\b/m.test(unit?.text ?? text);
  const schema = isProfile ? latencyProfileSchema : afdDeploymentSchema;
  const range = { start: document.positionAt(start + context.wordStart), end: position };
  const items =
    context.typing === 'key' ? keyItems(schema, context, snippets) : await valueItems(manifest, schema, context);
  return items.map(({ insertText, ...item }) => ({
    ...item,
    textEdit: { range, newText: insertText ?? item.label },
    ...(snippets && context.typing === 'key' ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  }));
}

function keyItems(
  schema: SchemaNode,
  { path, siblings, indent }: CompletionContext,
  snippets: boolean,
): CompletionItem[] {
  const owner = schemaAt(schema, path);
  return Object.keys(owner?.properties ?? {})
    .filter((key) => !siblings.has(key))
    .map((key, order) => {
      const property = schemaAt(schema, [...path, key]);
      const map = property?.type === 'object';
      const value = property?.const === undefined ? '' : String(property.const);
      return {
        label: key,
        kind: CompletionItemKind.Property,
        sortText: String(order).padStart(3, '0'),
        insertText: map ? `${key}:\n${snippets ? '' : indent}  ` : `${key}: ${value}`,
        ...documentation(property),
        ...(owner?.required?.includes(key) ? { detail: 'required' } : {}),
      };
    });
}

async function valueItems(
  manifest: OpenManifest,
  schema: SchemaNode,
  context: CompletionContext,
): Promise<CompletionItem[]> {
  const path = [...context.path, context.key ?? ''];
  const property = schemaAt(schema, path);
  switch (path.join('.')) {
    case 'spec.latencyProfile':
      return [...profileItems(), ...(await pathItems(manifest, context.prefix, /\.ya?ml$/i))];
    case 'spec.workload.trace':
      return pathItems(manifest, context.prefix, /\.(?:csv|tsv|json|jsonl|ndjson)(?:\.gz)?$/i);
    case 'spec.model':
    case 'model':
      return knownModels.map((id) => ({ label: id, kind: CompletionItemKind.Value }));
    case 'spec.slo.tpot':
    case 'spec.slo.ttft':
      return durationItems(context.prefix);
    default: {
      const values = property?.enum ?? (property?.const === undefined ? [] : [property.const]);
      return values.map((value) => ({
        label: String(value),
        kind: CompletionItemKind.EnumMember,
        ...documentation(property),
      }));
    }
  }
}

function profileItems(): CompletionItem[] {
  return [...builtInProfiles.values()].map(({ id, model, device, calibration }) => ({
    label: id,
    kind: CompletionItemKind.Constant,
    detail: [model, device, calibration].filter((part) => part !== undefined).join(', '),
  }));
}

function durationItems(prefix: string): CompletionItem[] {
  const number = /^\d+(?:\.\d+)?/.exec(prefix)?.[0] ?? '50';
  return durationUnits
    .map((unit) => ({ label: `${number}${unit}`, kind: CompletionItemKind.Unit, filterText: `${number}${unit}` }))
    .reverse();
}

/** Files and folders below the folder that the typed path names so far. */
async function pathItems({ base }: OpenManifest, prefix: string, wanted: RegExp): Promise<CompletionItem[]> {
  if (base.kind !== 'folder' || /^[a-z]+:|^\\\\|^\/\//i.test(prefix)) return [];
  const typed = prefix.replace(/^["']/, '');
  const folder = typed.endsWith('/') ? typed : dirname(`${typed}x`) === '.' ? '' : `${dirname(`${typed}x`)}/`;
  const entries = await readdir(resolve(base.path, folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter(
      (entry) =>
        !entry.name.startsWith('.') &&
        entry.name !== 'node_modules' &&
        (entry.isDirectory() || wanted.test(entry.name)),
    )
    .slice(0, entryLimit)
    .map((entry) => {
      const path = `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`;
      return {
        label: path,
        kind: entry.isDirectory() ? CompletionItemKind.Folder : CompletionItemKind.File,
        sortText: entry.isDirectory() ? `~${path}` : path,
      };
    });
}

function documentation(property: SchemaNode | undefined): Pick<CompletionItem, 'documentation'> {
  return property?.description ? { documentation: { kind: MarkupKind.Markdown, value: property.description } } : {};
}
