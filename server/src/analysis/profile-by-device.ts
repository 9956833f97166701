import { builtInProfiles } from '../latency/catalogue';
import { normalModelId } from '../latency/models';
import type { Deployment } from '../manifest/deployment';
import { type DeploymentDefaults, type Given, withDefaults } from '../manifest/deployment-defaults';
import { factSetIn } from '../manifest/fact';

/** The deployment with what its project gives, where the manifest does not say it, and the profile that follows. */
export function withProject(deployment: Deployment, { defaults, device }: ProjectFacts): Deployment {
  return withProfileOfDevice(withGivenDevice(withDefaults(deployment, defaults), device));
}

/** What a project says of its deployments. */
interface ProjectFacts {
  readonly defaults: DeploymentDefaults;
  readonly device: Given<string> | undefined;
}

/** The deployment on the device that the project says, in the pools for which the manifest names none. */
function withGivenDevice(deployment: Deployment, device: Given<string> | undefined): Deployment {
  if (!device) return deployment;
  const { hardware, factsRange } = deployment;
  const given = factSetIn(`device of ${device.from}`, device.value, factsRange);
  return {
    ...deployment,
    hardware: {
      ...hardware,
      attentionDevice: hardware.attentionDevice ?? given,
      ffnDevice: hardware.ffnDevice ?? given,
    },
  };
}

/**
 * The deployment with the built-in profile of its model on its device, where nothing names a profile and exactly one is
 * of both. The device is the one of both pools, else what the pods' image or accelerators are called.
 */
function withProfileOfDevice(deployment: Deployment): Deployment {
  const { model, latencyProfile, unwritten, hardware, factsRange } = deployment;
  if (!model || latencyProfile || !unwritten.has('latencyProfile')) return deployment;
  const { attentionDevice, ffnDevice } = hardware;
  const stated = attentionDevice ?? ffnDevice;
  if (stated && attentionDevice?.value !== ffnDevice?.value) return deployment;
  const names = stated ? [stated.value] : namesOf(deployment);
  const fitting = [...builtInProfiles.values()].filter(
    (profile) =>
      profile.model !== undefined &&
      profile.device !== undefined &&
      normalModelId(profile.model) === normalModelId(model.value) &&
      names.some((name) => plain(name).includes(plain(profile.device!))),
  );
  const [only] = fitting;
  if (!only || fitting.length > 1) return deployment;
  const setIn = stated ? (stated.setIn ?? 'device') : 'the device of the pods';
  return { ...deployment, latencyProfile: factSetIn(setIn, only.id, factsRange) };
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
