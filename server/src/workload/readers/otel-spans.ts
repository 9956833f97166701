import type { TraceCollector } from '../trace-collector';
import { isObject, type JsonFormat, type JsonObject, listAt, nameOf } from './json-format';
import type { JsonPath } from './json-text';

/** Attribute names of the semantic conventions, newest first; vLLM still writes the older pair. */
const PREFILL = ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'] as const;
const DECODE = ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'] as const;
const OPERATION = 'gen_ai.operation.name';

/** Operations of one model call. Others, such as invoke_agent, may repeat the usage of the calls inside them. */
const MODEL_CALLS: readonly unknown[] = ['chat', 'text_completion', 'generate_content', undefined];

const NO_USAGE =
  'The spans carry no token counts (gen_ai.usage.input_tokens and gen_ai.usage.output_tokens); switch on usage attributes in the instrumentation and export again.';

/** OpenTelemetry spans of model calls: OTLP/JSON, or a list under `spans`. Other spans are passed over. */
export const OTEL_SPANS: JsonFormat = {
  name: 'OpenTelemetry spans',
  recognises: (value) =>
    Array.isArray(value.resourceSpans) || (Array.isArray(value.spans) && value.spans.some(hasAttributes)),
  read: (value, collector, lineOf) => {
    for (const [span, path] of spansOf(value)) readSpan(span, () => lineOf(path), collector);
  },
  whyEmpty: ({ failed, malformed, zeroDecode }) => (failed + malformed + zeroDecode === 0 ? NO_USAGE : undefined),
};

function readSpan(span: JsonObject, line: () => number, collector: TraceCollector): void {
  const attributes = attributesOf(span);
  const prefill = firstOf(attributes, PREFILL);
  const decode = firstOf(attributes, DECODE);
  if (prefill === undefined && decode === undefined) return;
  if (!MODEL_CALLS.includes(attributes.get(OPERATION))) return;
  const nanoseconds = Number(span.startTimeUnixNano ?? Number.NaN);
  const milliseconds = typeof span.start_time === 'string' ? Date.parse(asUtc(span.start_time)) : Number.NaN;
  const seconds = Number.isFinite(nanoseconds) ? nanoseconds * 1e-9 : milliseconds * 1e-3;
  collector.request(line, {
    prefill,
    decode,
    prefillName: PREFILL[0],
    decodeName: DECODE[0],
    seconds: Number.isFinite(seconds) ? seconds : undefined,
    conversation: nameOf(attributes.get('gen_ai.conversation.id')),
  });
}

function* spansOf(value: JsonObject): Generator<readonly [JsonObject, JsonPath]> {
  yield* objectsIn(value.spans, ['spans']);
  for (const [resource, resourcePath] of objectsIn(value.resourceSpans, ['resourceSpans'])) {
    for (const key of ['scopeSpans', 'instrumentationLibrarySpans'] as const) {
      for (const [scope, scopePath] of objectsIn(resource[key], [...resourcePath, key])) {
        yield* objectsIn(scope.spans, [...scopePath, 'spans']);
      }
    }
  }
}

function* objectsIn(list: unknown, path: JsonPath): Generator<readonly [JsonObject, JsonPath]> {
  if (!Array.isArray(list)) return;
  for (const [index, entry] of list.entries()) if (isObject(entry)) yield [entry, [...path, index]];
}

function hasAttributes(span: unknown): boolean {
  return isObject(span) && 'attributes' in span;
}

/** A plain mapping, or OTLP's list of { key, value: { intValue: "123" } }. */
function attributesOf(span: JsonObject): ReadonlyMap<string, unknown> {
  if (isObject(span.attributes)) return new Map(Object.entries(span.attributes));
  const entries = listAt(span, 'attributes')
    .filter(isObject)
    .map(({ key, value }) => [String(key), isObject(value) ? Object.values(value)[0] : value] as const);
  return new Map(entries);
}

function firstOf(attributes: ReadonlyMap<string, unknown>, names: readonly string[]): unknown {
  return names.map((name) => attributes.get(name)).find((value) => value !== undefined);
}

function asUtc(time: string): string {
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
}
