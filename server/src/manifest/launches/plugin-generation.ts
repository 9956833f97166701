import { quote } from '../../text/format';

/**
 * How a build of the AFD plugin counts pools: in servers, in ranks of which the FFN ranks must divide the attention
 * ranks, or in ranks without that rule.
 */
export type PluginGeneration = 'servers' | 'ranks-divisible' | 'ranks-uneven' | 'unknown';

export interface KnownGeneration {
  readonly generation: PluginGeneration;
  /** How it is known, for messages: `image tag ...`, `the newest is assumed`. */
  readonly how: string;
  /** The day of the build, where it is known. */
  readonly date?: string;
}

/** What a project or a comment says about the plugin. */
export interface PluginSettings {
  /** The day of the build, as `2026-07-20`. */
  readonly pluginDate: string | undefined;
}

/** Counts are ranks since that day. */
const ranksSince = '2026-07-03';
/** Uneven pools came in the course of September 2026. */
const unevenAfter = '2026-08-31';
const unevenBefore = '2026-10-01';
/** The first version of vLLM that is certain to have the newest plugin. */
const newestVllm = [0, 30] as const;

/** The plugin's generation by a setting, else by the date or the vLLM version in an image's tag, else the newest. */
export function pluginGeneration(image: string | undefined, { pluginDate }: PluginSettings): KnownGeneration {
  const set = pluginDate === undefined ? undefined : dateIn(pluginDate);
  if (set !== undefined) return { generation: generationOn(set), how: `the plugin's date is set to ${set}`, date: set };
  const tag = tagOf(image);
  const date = tag === undefined ? undefined : dateIn(tag);
  if (date !== undefined) return { generation: generationOn(date), how: `image tag ${quote(tag!)}`, date };
  const version = image !== undefined && /vllm/i.test(image) ? versionIn(tag) : undefined;
  if (version === undefined) return { generation: 'ranks-uneven', how: 'the newest plugin is assumed' };
  const [major, minor] = version;
  const isNewest = major > newestVllm[0] || (major === newestVllm[0] && minor >= newestVllm[1]);
  return { generation: isNewest ? 'ranks-uneven' : 'unknown', how: `image tag ${quote(tag!)}` };
}

function generationOn(date: string): PluginGeneration {
  if (date < ranksSince) return 'servers';
  if (date <= unevenAfter) return 'ranks-divisible';
  return date < unevenBefore ? 'unknown' : 'ranks-uneven';
}

/** What stands behind the last colon, if that is no port; without a digest. */
function tagOf(image: string | undefined): string | undefined {
  return /:([^:/@]+)(?:@.*)?$/.exec(image ?? '')?.[1];
}

/** A day such as `20260715` or `2026-07-15`, as `2026-07-15`. */
function dateIn(text: string): string | undefined {
  const found = /(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)/.exec(text);
  return found ? `${found[1]}-${found[3]}-${found[4]}` : undefined;
}

function versionIn(tag: string | undefined): readonly [number, number] | undefined {
  const found = /(?<![\d.])v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?(?![\d])/.exec(tag ?? '');
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}
