import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver/node';
import type { ReferenceBase } from '../../analysis/reference-path';
import { builtInDevices } from '../../latency/hardware/find-device';
import { knownModels } from '../../latency/models';
import { deviceSummary } from '../../wording/device-facts';
import { pathItems } from './path-items';

/** Devices of the catalogue with what their data sheets say, then device files. */
export async function deviceItems(base: ReferenceBase, typed: string): Promise<CompletionItem[]> {
  const devices = [...builtInDevices.values()].map((device) => ({
    label: device.id,
    sortText: `0${device.id}`,
    kind: CompletionItemKind.Constant,
    detail: deviceSummary(device),
  }));
  return [...devices, ...(await pathItems(base, typed, /\.ya?ml$/i, /^kind:\s*Device\b/m))];
}

/** Models that are known by name. */
export function modelIdItems(): CompletionItem[] {
  return knownModels.map((id) => ({ label: id, sortText: `0${id}`, kind: CompletionItemKind.Value }));
}

/** Models that are known by name, then files that describe one. */
export async function modelItems(base: ReferenceBase, typed: string): Promise<CompletionItem[]> {
  // JSON begins with a brace; in YAML a line says so.
  const describesModel = /(?<![\s\S])\uFEFF?\s*\{|^kind:\s*Model\b/m;
  return [...modelIdItems(), ...(await pathItems(base, typed, /config\.json$|\.ya?ml$/i, describesModel))];
}
