import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from 'vscode-languageserver/node';
import { launchKind } from '../../analysis/analysis';
import { isConfigurationPath } from '../../configuration/configuration';
import type { KeyPath } from '../../generated/key-paths';
import { configurationSchema } from '../../generated/schemas';
import { builtInProfiles } from '../../latency/catalogue';
import { type CompletionContext, completionContext } from '../../manifest/completion-context';
import { durationUnits } from '../../manifest/duration';
import { allRules } from '../../rules/catalogue';
import type { SchemaNode } from '../../yaml/schema-node';
import { schemaAt } from '../../yaml/schema-problems';
import { documentAt, type OpenManifest } from '../open-manifest';
import { schemaOfKind } from '../schema-of-kind';
import { deviceItems, modelIdItems, modelItems } from './hardware-items';
import { pathItems } from './path-items';

/** Keys, ids, paths and units that fit at the position, also while the document is broken. */
export async function completion(
  manifest: OpenManifest,
  position: Position,
  snippets: boolean,
): Promise<CompletionList> {
  const { document, share } = manifest;
  const offset = document.offsetAt(position);
  const { unit, at } = documentAt(manifest, offset) ?? { unit: undefined, at: offset };
  const text = document.getText().slice(offset - at);
  // Inside a launch the words are the engine's.
  const isManifest = unit ? unit.kind !== launchKind : share === 'all';
  const context = isManifest ? completionContext(text, at) : undefined;
  if (!context) return { isIncomplete: false, items: [] };
  const schema = schemaOf(document.uri, unit?.text ?? text);
  const range = { start: document.positionAt(offset - context.prefix.length), end: position };
  const items =
    context.typing === 'key' ? keyItems(schema, context, snippets) : await valueItems(manifest, schema, context);
  // A word that is already complete needs no offer; one would only swallow the next Enter.
  const unfinished = items.filter(({ label }) => label !== context.prefix);
  const offered = unfinished.map(({ insertText, ...item }) => ({
    ...item,
    textEdit: { range, newText: insertText ?? item.label },
    ...(snippets && context.typing === 'key' ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  }));
  return { isIncomplete: context.typing === 'value', items: offered };
}

function schemaOf(uri: string, text: string): SchemaNode {
  if (isConfigurationPath(uri)) return configurationSchema;
  return schemaOfKind(/^kind:\s*(\w+)/m.exec(text)?.[1]);
}

function keyItems(
  schema: SchemaNode,
  { path, siblings, indent }: CompletionContext,
  snippets: boolean,
): CompletionItem[] {
  const place = schemaAt(schema, path);
  const owner = place?.type === 'array' ? schemaAt(schema, [...path, '0']) : place;
  if (schema === configurationSchema && path.at(-1) === 'rules') return ruleItems(siblings, ': ');
  return Object.keys(owner?.properties ?? {})
    .filter((key) => !siblings.has(key))
    .map((key, order) => {
      const property = schemaAt(schema, [...path, key]);
      return {
        label: key,
        kind: CompletionItemKind.Property,
        sortText: String(order).padStart(3, '0'),
        insertText: `${key}:${valueStart(schema, [...path, key], snippets ? '' : indent, snippets)}`,
        ...documentation(property),
        ...(owner?.required?.includes(key) ? { detail: 'required' } : {}),
      };
    });
}

/** What to write behind a key and its colon: where its value, its first key or its first item begins. */
function valueStart(schema: SchemaNode, path: readonly string[], indent: string, snippets: boolean): string {
  const property = schemaAt(schema, path);
  if (property?.type === 'object') return `\n${indent}  `;
  if (property?.type !== 'array') return ` ${property?.const ?? ''}`;
  if (schemaAt(schema, [...path, '0'])?.type === 'object') return `\n${indent}  - `;
  return snippets ? ' [$1]' : ' ';
}

async function valueItems(
  manifest: OpenManifest,
  schema: SchemaNode,
  context: CompletionContext,
): Promise<CompletionItem[]> {
  const path = [...context.path, context.key ?? ''];
  const property = schemaAt(schema, path);
  switch (path.filter((key) => key !== 'overrides').join('.') as KeyPath) {
    case 'latencyProfile':
    case 'spec.latencyProfile':
      return [
        ...profileItems(),
        ...(await pathItems(manifest.base, context.prefix, /\.ya?ml$/i, /^kind:\s*LatencyProfile\b/m)),
      ];
    case 'workload.trace':
    case 'spec.workload.trace':
      return pathItems(manifest.base, context.prefix, /\.(?:csv|tsv|json|jsonl|ndjson)(?:\.gz)?$/i);
    case 'spec.model':
      return modelItems(manifest.base, context.prefix);
    case 'model':
      return modelIdItems();
    case 'spec.device':
    case 'spec.attention.device':
    case 'spec.ffn.device':
    case 'device':
      return deviceItems(manifest.base, context.prefix);
    case 'ignores.rule':
      return ruleItems(new Set(), '');
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

function ruleItems(written: ReadonlySet<string>, behind: string): CompletionItem[] {
  return allRules
    .filter(({ code }) => !written.has(code))
    .map(({ code, title, severity }) => ({
      label: code,
      kind: CompletionItemKind.EnumMember,
      detail: title,
      documentation: `Reported as ${severity} by default.`,
      insertText: `${code}${behind}`,
    }));
}

function profileItems(): CompletionItem[] {
  return [...builtInProfiles.values()].map(({ id, model, device, calibration }) => ({
    label: id,
    sortText: `0${id}`,
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

function documentation(property: SchemaNode | undefined): Pick<CompletionItem, 'documentation'> {
  return property?.description ? { documentation: { kind: MarkupKind.Markdown, value: property.description } } : {};
}
