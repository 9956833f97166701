import type { DeviceDocument } from '../../generated/device';
import { deviceSchema } from '../../generated/schemas';
import { validateDeviceDocument } from '../../generated/validators';
import { formatNumber } from '../../text/format';
import { type SchemaProblem, schemaProblems, type Validator } from '../../yaml/schema-problems';
import { type TreeNode, toPlain } from '../../yaml/yaml-tree';
import { type FileFailure, readDocumentFile } from '../document-file';
import type { Device } from './device';

/** A device file as read: usable, or why not in one sentence with the 1-based line. */
export type DeviceOutcome = { readonly kind: 'ready'; readonly device: Device } | FileFailure;

type Quantity = DeviceDocument['memoryGB'];

/** Problems of a `Device` document by its schema. */
export function deviceProblems(root: TreeNode): readonly SchemaProblem[] {
  return schemaProblems(root, toPlain(root), validateDeviceDocument as Validator, deviceSchema);
}

/** Reads the first `Device` document of a file. Never throws. */
export function readDevice(text: string, fallbackId: string): DeviceOutcome {
  const outcome = readDocumentFile(text, { kind: 'Device', what: 'a device', problems: deviceProblems });
  if (outcome.kind === 'failed') return outcome;
  return { kind: 'ready', device: toDevice(outcome.data as DeviceDocument, fallbackId) };
}

/** The device a valid document states. `fallbackId` names it when it has no `metadata.name`. */
export function toDevice(document: DeviceDocument, fallbackId: string): Device {
  const { denseTflops: flops } = document;
  return {
    id: document.metadata?.name ?? fallbackId,
    memoryBytes: 1e9 * amount(document.memoryGB),
    memoryBandwidth: 1e12 * amount(document.memoryBandwidthTBps),
    flops: {
      bf16: 1e12 * amount(flops.bf16),
      fp8: scaled(flops.fp8, 1e12),
      int8: scaled(flops.int8, 1e12),
      fp4: scaled(flops.fp4, 1e12),
    },
    scaleUp: scaled(document.scaleUpGBps, 1e9),
    scaleOut: scaled(document.scaleOutGBps, 1e9),
    scaleUpDevices: scaled(document.scaleUpDevices ?? document.devicesPerNode, 1),
    devicesPerNode: scaled(document.devicesPerNode, 1),
    pricePerHour: scaled(document.pricePerHourUSD, 1),
    source: describeSources(document),
    notes: [...(document.notes ?? []), ...quantityNotes(document)],
  };
}

function amount(quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : quantity.value;
}

function scaled(quantity: Quantity | undefined, unit: number): number | undefined {
  return quantity === undefined ? undefined : unit * amount(quantity);
}

/** All quantities of a document, each with its name and unit. */
function quantities(document: DeviceDocument): readonly (readonly [string, string, Quantity])[] {
  const { denseTflops: flops } = document;
  const all: readonly (readonly [string, string, Quantity | undefined])[] = [
    ['memory', 'GB', document.memoryGB],
    ['memory bandwidth', 'TB/s', document.memoryBandwidthTBps],
    ['BF16', 'TFLOP/s', flops.bf16],
    ['FP8', 'TFLOP/s', flops.fp8],
    ['INT8', 'TOP/s', flops.int8],
    ['FP4', 'TFLOP/s', flops.fp4],
    ['scale-up link', 'GB/s', document.scaleUpGBps],
    ['scale-out link', 'GB/s', document.scaleOutGBps],
    ['scale-up domain', 'devices', document.scaleUpDevices],
    ['node', 'devices', document.devicesPerNode],
    ['price', 'US dollars per hour', document.pricePerHourUSD],
  ];
  return all.filter((entry): entry is readonly [string, string, Quantity] => entry[2] !== undefined);
}

/** The source of the document, and those of single numbers that have another. */
function describeSources(document: DeviceDocument): string {
  const own = quantities(document).flatMap(([name, , quantity]) =>
    typeof quantity === 'number' || quantity.source === document.source ? [] : [`${name}: ${quantity.source}`],
  );
  const all = [...(document.source === undefined ? [] : [document.source]), ...own];
  return all.length === 0 ? 'no source stated' : all.join('; ');
}

function quantityNotes(document: DeviceDocument): readonly string[] {
  return quantities(document).flatMap(([name, unit, quantity]) =>
    typeof quantity === 'number' || quantity.note === undefined
      ? []
      : [`${name} ${formatNumber(quantity.value)} ${unit}: ${quantity.note}`],
  );
}
