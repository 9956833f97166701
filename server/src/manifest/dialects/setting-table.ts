import type { SettingValue } from './setting-values';

/** One setting that an engine has, or once had. */
export interface EngineSetting {
  readonly name: string;
  /** What it means, in one or two sentences; undefined for one that is not described. */
  readonly says?: string;
  /** What it takes; undefined where nobody knows, or another rule says it. */
  readonly takes?: SettingValue;
  /** Other spellings that are taken to this day. */
  readonly aliases?: readonly string[];
  /** The day of the first build that has it, like `2026-07-03`, where it is known. */
  readonly since?: string;
  /** The day of the first build that refuses it; undefined for a setting of today. */
  readonly until?: string;
  /** The setting to write instead; undefined where none took its place. */
  readonly renamedTo?: string;
}

/** The settings of an engine, or of one of its connectors. */
export interface SettingTable {
  /** The names of today. */
  readonly names: readonly string[];
  /** Every setting by each of its spellings, those of old included. */
  readonly bySpelling: ReadonlyMap<string, EngineSetting>;
}

/** A table of these settings. */
export function settingTable(settings: readonly EngineSetting[]): SettingTable {
  return {
    names: settings.filter(({ until }) => until === undefined).map(({ name }) => name),
    bySpelling: new Map(
      settings.flatMap((setting) => [setting.name, ...(setting.aliases ?? [])].map((name) => [name, setting] as const)),
    ),
  };
}

/** What a setting of today means, by its own name; undefined for one that is not described. */
export function describeSetting(table: SettingTable | undefined, key: string): string | undefined {
  const setting = table?.bySpelling.get(key);
  return setting?.name === key ? setting.says : undefined;
}
