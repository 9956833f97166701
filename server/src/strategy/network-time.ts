import { expectedFanOut } from '../provisioning/cycle/expert-reads';
import type { CommunicationLine, Routing } from '../provisioning/cycle/operating-point';
import type { Group } from './comparison';
import type { Traffic } from './serving-costs';

/** What one step's rows take between attention and FFN, both ways: see `networkTime`. */
export interface NetworkCosts {
  readonly tiers: readonly TierCosts[];
  /** Hops, whatever the rows. */
  readonly perStep: number;
}

/** Seconds on one tier of the network. */
export interface TierCosts {
  /** Seconds of a row of the device that sends most. */
  readonly perSenderRow: number;
  /** On that device, for each row of the group, of which it passes on its part. */
  readonly passedOn: number;
  /** On the device that receives most, for each row of the group. */
  readonly perGroupRow: number;
}

/**
 * Seconds of dispatch and combine: on each tier the longer of what the busiest sender sends and the busiest receiver
 * receives, the slower tier, and the hops. The way back is the way there with its own bytes.
 * Source: docs/strategy.md, "Traffic".
 */
export function networkTime({ tiers, perStep }: NetworkCosts, senderRows: number, groupRows: number): number {
  let slowest = 0;
  for (const { perSenderRow, passedOn, perGroupRow } of tiers) {
    const sending = senderRows * perSenderRow + groupRows * passedOn;
    slowest = Math.max(slowest, sending, groupRows * perGroupRow);
  }
  return slowest + perStep;
}

const nothing: NetworkCosts = { tiers: [], perStep: 0 };

/**
 * Network costs of a group; undefined where it needs a tier whose rate is not known. `balance` is the rows of the mean
 * FFN device over those of the busiest. Source: docs/strategy.md, "Traffic".
 */
export function networkCosts(traffic: Traffic, group: Group, balance: number): NetworkCosts | undefined {
  const counts = group.kind === 'withoutAfd' ? copiesWithoutAfd(traffic, group) : copiesWithAfd(traffic, group);
  if (counts === undefined) return nothing;
  const bytes = traffic.dispatchBytesPerRow + traffic.combineBytesPerRow;
  const tiers: TierCosts[] = [];
  for (const [tier, link] of [
    [counts.scaleUp, traffic.scaleUp],
    [counts.scaleOut, traffic.scaleOut],
  ] as const) {
    if (tier.sent === 0 && tier.received === 0) continue;
    if (link === undefined) return undefined;
    const each = bytes / link.bytesPerSecond;
    tiers.push({
      perSenderRow: each * tier.sent,
      passedOn: each * tier.passedOn,
      perGroupRow: (each * tier.received) / balance,
    });
  }
  return { tiers, perStep: traffic.hopsPerStep * traffic.hopSeconds };
}

/** Network costs by a measured line over the rows of an FFN worker; a group without AFD is one of ratio 1. */
export function measuredNetwork(line: CommunicationLine, group: Group): NetworkCosts {
  const ffn = group.kind === 'withoutAfd' ? group.ranks * group.tensorParallel : group.ffnWorkers;
  if (group.kind === 'withoutAfd' && ffn === 1) return nothing;
  const slices = group.kind === 'withoutAfd' ? 1 : (group.ffnSlices ?? 1);
  const destinations = line.fanOut === undefined ? slices : expectedFanOut(line.fanOut, ffn);
  const perGroupRow = (line.alpha * destinations) / ffn;
  return { tiers: [{ perSenderRow: 0, passedOn: 0, perGroupRow }], perStep: line.beta };
}

/** Copies of rows on one tier. */
interface TierCounts {
  /** Copies of a row that the device which sends most sends. */
  readonly sent: number;
  /** By the device that passes on most, over the rows of the group. */
  readonly passedOn: number;
  /** By the device that receives most, over the rows of the group, with even routing. */
  readonly received: number;
}

interface CopyCounts {
  readonly scaleUp: TierCounts;
  readonly scaleOut: TierCounts;
}

const noCopies: TierCounts = { sent: 0, passedOn: 0, received: 0 };

/**
 * Copies of rows without AFD, over as few scale-up domains as hold it, evenly filled: a row goes once to each other
 * domain that
 * holds one of its experts, there to the device with the place of the sender, and from it to the devices that hold them.
 * Without routed experts a rank's devices slice the FFN, and a row goes to the others of its rank. Undefined for one device.
 */
function copiesWithoutAfd(traffic: Traffic, group: Group & { kind: 'withoutAfd' }): CopyCounts | undefined {
  const { ranks, tensorParallel } = group;
  const devices = ranks * tensorParallel;
  const { routing, scaleUp } = traffic;
  if (routing === undefined) {
    if (tensorParallel === 1) return undefined;
    const within = { ...noCopies, sent: tensorParallel - 1 };
    return scaleUp === undefined ? { scaleUp: noCopies, scaleOut: within } : { scaleUp: within, scaleOut: noCopies };
  }
  if (devices === 1) return undefined;
  const domains = Math.ceil(devices / (scaleUp?.devices ?? 1));
  const perDomain = devices / domains;
  const copies = expectedFanOut(routing, devices) * (1 - 1 / perDomain);
  const remote = domains === 1 ? 0 : expectedFanOut(routing, domains) * (1 - 1 / domains);
  return {
    scaleUp: {
      sent: copies / domains,
      passedOn: (copies * (1 - 1 / domains)) / devices,
      received: copies / devices,
    },
    scaleOut: { sent: remote, passedOn: 0, received: remote / devices },
  };
}

/** FFN devices of equal domains: how many such domains, the FFN devices of each, and the attention devices beside them. */
interface FfnDomains {
  readonly domains: number;
  readonly ffn: number;
  readonly attention: number;
}

/**
 * Copies of rows of an AFD group whose FFN workers follow its attention devices, domain after domain. A row goes once
 * to each other
 * domain that holds one of its experts, spread over the FFN workers there, and on inside it. Without routed experts a row
 * goes to the FFN workers that together have the FFN, in one domain.
 */
function copiesWithAfd(traffic: Traffic, group: Group & { kind: 'afd' }): CopyCounts {
  const { routing, scaleUp } = traffic;
  const [attention, ffn] = [group.attentionRanks * group.tensorParallel, group.ffnWorkers];
  const { ffnSlices = 1 } = group;
  const copies = routing === undefined ? ffnSlices : expectedFanOut(routing, ffn);
  let [sentOut, sentUp, receivedOut, receivedUp] = [0, 0, 0, 0];
  for (const domain of ffnDomains(attention, ffn, scaleUp?.devices ?? 1)) {
    const inside = domain.attention / attention;
    const hit = hitChance(routing, domain.ffn / ffn);
    const copiesHere = (copies * domain.ffn) / ffn;
    // Of the senders, the one that has the fewest experts in its own domain.
    if (inside < 1) sentOut += domain.domains * hit;
    if (domain.attention > 0) sentUp = copiesHere;
    receivedOut = Math.max(receivedOut, ((1 - inside) * hit) / domain.ffn);
    const passedOn = 1 - 1 / (routing === undefined ? ffnSlices : domain.ffn);
    const fromInside = inside + (1 - inside) * passedOn;
    receivedUp = Math.max(receivedUp, (copiesHere * fromInside) / domain.ffn);
  }
  return {
    scaleUp: { sent: sentUp, passedOn: 0, received: receivedUp },
    scaleOut: { sent: sentOut, passedOn: 0, received: receivedOut },
  };
}

function ffnDomains(attention: number, ffn: number, size: number): readonly FfnDomains[] {
  const mixedAttention = attention % size;
  const mixed = mixedAttention === 0 ? 0 : Math.min(ffn, size - mixedAttention);
  const whole = Math.floor((ffn - mixed) / size);
  const last = ffn - mixed - whole * size;
  return [
    { domains: 1, ffn: mixed, attention: mixedAttention },
    { domains: whole, ffn: size, attention: 0 },
    { domains: 1, ffn: last, attention: 0 },
  ].filter((each) => each.domains > 0 && each.ffn > 0);
}

/** The chance that a row goes to some of FFN workers that together hold such a share of the experts. */
function hitChance(routing: Routing | undefined, share: number): number {
  if (routing === undefined) return share;
  const { count, perToken } = routing;
  let none = 1;
  for (let i = 0; i < perToken; i++) none *= Math.max(0, count * (1 - share) - i) / (count - i);
  return 1 - none;
}
