import { isProfilePath } from '../latency/catalogue';
import { findDevice } from '../latency/hardware/find-device';
import { findModel, isModelPath } from '../latency/hardware/find-model';
import type { ModelShape } from '../latency/hardware/model-shape';
import { modelsWithoutShape, normalModelId } from '../latency/models';
import { defaultAssumptions } from '../latency/roofline/assumptions';
import { memoryNeeds } from '../latency/roofline/memory-needs';
import { type RooflineOptions, type RooflineOutcome, roofline } from '../latency/roofline/roofline';
import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import type { HardwareFacts } from '../manifest/hardware-facts';
import type { MemoryModel } from '../provisioning/memory/memory';
import { quote } from '../text/format';
import type { DeviceState, Inputs, ModelState } from './inputs';
import type { MissingInput } from './missing-input';

/** What is known of the model and of the devices that serve it. */
export interface Hardware {
  /** Undefined where the deployment names no model, or one that is not known. */
  readonly model: ModelState | undefined;
  /** Undefined for a pool whose device is not named, or not known. */
  readonly attentionDevice: DeviceState | undefined;
  readonly ffnDevice: DeviceState | undefined;
  /** What follows from them, or why nothing does, in one sentence; undefined where one of them is not ready. */
  readonly roofline: RooflineOutcome | undefined;
  readonly memory: MemoryModel | undefined;
}

/** The model and the devices that a deployment names, as far as they are known now; undefined where it names no device. */
export function hardwareOf(deployment: Deployment, inputs: Inputs): Hardware | undefined {
  const { model, hardware } = deployment;
  const attentionDevice = unlessOwnName(hardware.attentionDevice);
  const ffnDevice = unlessOwnName(hardware.ffnDevice);
  if (!attentionDevice && !ffnDevice) return undefined;
  const states = {
    model: model && modelState(model, inputs),
    attentionDevice: attentionDevice && deviceState(attentionDevice, inputs),
    ffnDevice: ffnDevice && deviceState(ffnDevice, inputs),
  };
  const [shape, attention, ffn] = [states.model, states.attentionDevice, states.ffnDevice];
  const isReady = shape?.kind === 'ready' && attention?.kind === 'ready' && ffn?.kind === 'ready';
  if (!isReady || sharesRequests(deployment)) {
    return { ...states, roofline: undefined, memory: undefined };
  }
  const stored = storedAs(shape.shape, hardware);
  const devices = { attention: attention.device, ffn: ffn.device };
  return {
    ...states,
    roofline: roofline(stored, devices, rooflineOptions(hardware)),
    memory: memoryNeeds(stored, devices, hardware.reserveBytes ?? defaultAssumptions.reserveBytes),
  };
}

/** What the manifest states in place of a roofline's assumptions. */
export function rooflineOptions(hardware: HardwareFacts): RooflineOptions {
  const { efficiency, hopSeconds, operationSeconds, network: networkTier, reserveBytes } = hardware;
  return { efficiency, hopSeconds, operationSeconds, networkTier, reserveBytes };
}

/** What a project calls its device may be a name of its own; then it is as if none were named. */
function unlessOwnName(device: Fact<string> | undefined): Fact<string> | undefined {
  if (device?.setIn === undefined || isProfilePath(device.value)) return device;
  return findDevice(device.value).kind === 'found' ? device : undefined;
}

/** True where several devices serve the same requests: what each of them reads and holds is not derived. */
export function sharesRequests({ launches, attention, ffn }: Deployment): boolean {
  return launches.length === 0 && [attention, ffn].some((pool) => pool !== undefined && pool.factor > 1);
}

/** The model with weights and KV cache in the precisions that the manifest states. */
export function storedAs(shape: ModelShape, { weights, kvCache }: HardwareFacts): ModelShape {
  const { attention, experts, alwaysFfn, kvCache: published } = shape.precision;
  return {
    ...shape,
    precision: {
      attention: weights ?? attention,
      experts: weights ?? experts,
      alwaysFfn: weights ?? alwaysFfn,
      kvCache: kvCache ?? published,
    },
  };
}

/** What a reference to a device leads to; undefined for an id that the catalogue does not have. */
function deviceState({ value }: Fact<string>, inputs: Inputs): DeviceState | undefined {
  if (isProfilePath(value)) return inputs.device(value);
  const found = findDevice(value);
  return found.kind === 'found' ? { kind: 'ready', path: undefined, device: found.value } : undefined;
}

function modelState({ value }: Fact<string>, inputs: Inputs): ModelState | undefined {
  if (isModelPath(value)) return inputs.model(value);
  const found = findModel(value);
  return found.kind === 'found' ? { kind: 'ready', path: undefined, shape: found.value } : undefined;
}

/** The shape of the model, with its devices or of the catalogue; undefined where it is not known. */
export function modelShapeOf(
  { model }: Pick<Deployment, 'model'>,
  hardware: Hardware | undefined,
): ModelShape | undefined {
  const state = hardware?.model;
  if (state) return state.kind === 'ready' ? state.shape : undefined;
  const found = model && !isModelPath(model.value) ? findModel(model.value) : undefined;
  return found?.kind === 'found' ? found.value : undefined;
}

/** What keeps named devices from giving a latency profile; undefined where a finding about a reference says it. */
export function missingForRoofline(
  deployment: Deployment,
  { roofline: outcome, ...states }: Hardware,
): MissingInput | undefined {
  const { model, hardware, factsRange } = deployment;
  const { attentionDevice, ffnDevice } = hardware;
  const named = attentionDevice ?? ffnDevice;
  const range = named?.setIn === undefined ? named!.site : factsRange;
  const note = (message: string): MissingInput => ({ message, range, templated: false });
  if (outcome?.kind === 'refused') return note(outcome.message.replace(/\.$/, ''));
  if (!attentionDevice || !ffnDevice) {
    return note(
      `no device is named for the ${attentionDevice ? 'FFN' : 'attention'} pool: give \`device\` in both or in \`spec\``,
    );
  }
  if (!model) return note('`spec.model` is missing: with it the devices give a roofline profile');
  if (states.model === undefined) {
    const why = modelsWithoutShape.get(normalModelId(model.value));
    const unknown = why
      ? `${quote(model.value)} has ${why}, which a roofline does not describe: give a \`latencyProfile\``
      : `${quote(model.value)} is not in the catalogue of models: give the path of its \`config.json\`, or a \`latencyProfile\``;
    return note(unknown);
  }
  return sharesRequests(deployment)
    ? note(
        '`tensorParallel` above 1 is not part of a roofline: count both pools in devices, or give a `latencyProfile`',
      )
    : undefined;
}
