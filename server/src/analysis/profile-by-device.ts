import { builtInProfiles } from '../latency/catalogue';
import { normalModelId } from '../latency/models';
import type { Deployment } from '../manifest/deployment';
import type { Given } from '../manifest/deployment-defaults';
import { factSetIn } from '../manifest/fact';

/**
 * The deployment with the built-in profile of its model on its device, where nothing names a profile and exactly one is
 * of both. The device is what the project says, else what the pods' image or accelerators are called.
 */
export function withProfileOfDevice(deployment: Deployment, device: Given<string> | undefined): Deployment {
  const { model, latencyProfile, unwritten, factsRange } = deployment;
  if (!model || latencyProfile || !unwritten.has('latencyProfile')) return deployment;
  const names = device ? [device.value] : namesOf(deployment);
  const fitting = [...builtInProfiles.values()].filter(
    (profile) =>
      profile.model !== undefined &&
      profile.device !== undefined &&
      normalModelId(profile.model) === normalModelId(model.value) &&
      names.some((name) => plain(name).includes(plain(profile.device!))),
  );
  const [only] = fitting;
  if (!only || fitting.length > 1) return deployment;
  const setIn = device ? `device of ${device.from}` : 'the device of the pods';
  return {
    ...deployment,
    latencyProfile: factSetIn(setIn, only.id, factsRange),
  };
}

function namesOf({ launches }: Deployment): readonly string[] {
  return launches.flatMap(({ carrier: { image, device } }) =>
    [image?.value, device?.resource].filter((name) => name !== undefined),
  );
}

/** `Ascend-910C`, `ascend910c` and `ascend_910c` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
