import assert from 'node:assert/strict';
import type { Group } from '../../server/src/strategy/comparison';
import { networkCosts, networkTime } from '../../server/src/strategy/network-time';
import type { Traffic } from '../../server/src/strategy/serving-costs';
import { mixtureCosts, uniforms } from './hand-costs';

function traffic(domain: number, count = 16, perToken = 4): Traffic {
  const link = { bytesPerSecond: 1, devices: domain };
  return {
    ...mixtureCosts.traffic,
    dispatchBytesPerRow: 0.5,
    combineBytesPerRow: 0.5,
    hopsPerStep: 0,
    routing: { count, perToken },
    scaleUp: link,
    scaleOut: { bytesPerSecond: 1 },
  };
}

/** Copies of a row that a device sends, passes on and receives over each tier, whose links carry one row a second. */
function copies(at: Traffic, group: Group) {
  const perTier = (other: 'scaleUp' | 'scaleOut') => {
    const free = { ...at[other]!, bytesPerSecond: Number.POSITIVE_INFINITY };
    const { tiers } = networkCosts({ ...at, [other]: free }, group, 1)!;
    const sum = (of: (tier: (typeof tiers)[number]) => number): number =>
      tiers.reduce((total, tier) => total + of(tier), 0);
    return {
      sent: sum(({ perSenderRow }) => perSenderRow),
      passedOn: sum(({ passedOn }) => passedOn),
      received: sum(({ perGroupRow }) => perGroupRow),
    };
  };
  return { scaleUp: perTier('scaleOut'), scaleOut: perTier('scaleUp') };
}

const within = (actual: number, expected: number, tolerance = 0.02) =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(expected, 0.05), `${actual}, not ${expected}`);

/** Copies of rows counted one by one: which device sends and receives how many on which network. */
function counted(
  rows: number,
  senders: readonly number[],
  holders: readonly number[],
  domain: number,
  { count, perToken }: { readonly count: number; readonly perToken: number },
  forwarder: (sender: number, domain: number) => number,
) {
  const next = uniforms(11);
  const devices = Math.max(...senders, ...holders) + 1;
  const zeros = () => Array.from({ length: devices }, () => 0);
  const [upSent, upReceived, outSent, outReceived] = [zeros(), zeros(), zeros(), zeros()];
  const domainOf = (device: number) => Math.floor(device / domain);
  for (let row = 0; row < rows; row++) {
    const sender = senders[row % senders.length]!;
    const experts = new Set<number>();
    while (experts.size < perToken) experts.add(Math.floor(next() * count));
    const targets = new Set([...experts].map((expert) => holders[Math.floor((expert * holders.length) / count)]!));
    for (const there of new Set([...targets].map(domainOf))) {
      const from = there === domainOf(sender) ? sender : forwarder(sender, there);
      if (there !== domainOf(sender)) {
        outSent[sender]!++;
        outReceived[from]!++;
      }
      for (const target of targets) {
        if (domainOf(target) !== there || target === from) continue;
        upSent[from]!++;
        upReceived[target]!++;
      }
    }
  }
  return { upSent, upReceived, outSent, outReceived };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('networkCosts of groups without AFD', () => {
  it('counts the copies that counting rows one by one does, over two domains', () => {
    const routing = { count: 16, perToken: 4 };
    const rows = 160_000;
    const all = range(0, 8);
    const { upSent, upReceived, outSent } = counted(
      rows,
      all,
      all,
      4,
      routing,
      (sender, there) => there * 4 + (sender % 4),
    );
    const counts = copies(traffic(4), { kind: 'withoutAfd', ranks: 8, tensorParallel: 1 });
    // With even loads every device has an eighth of the rows.
    within(counts.scaleUp.received, Math.max(...upReceived) / rows);
    within(counts.scaleUp.sent / 8 + counts.scaleUp.passedOn, Math.max(...upSent) / rows);
    within(counts.scaleOut.sent / 8, Math.max(...outSent) / rows);
    within(counts.scaleOut.received, Math.max(...outSent) / rows);
  });

  it('has no scale-out traffic within a domain, and none at all on one device', () => {
    const inside = copies(traffic(8), { kind: 'withoutAfd', ranks: 8, tensorParallel: 1 });
    assert.deepEqual(inside.scaleOut, { sent: 0, passedOn: 0, received: 0 });
    assert.deepEqual(networkCosts(traffic(8), { kind: 'withoutAfd', ranks: 1, tensorParallel: 1 }, 1)?.tiers, []);
  });

  it('sends rows to the other devices of their rank where the FFN is sliced', () => {
    const dense = { ...traffic(8), routing: undefined };
    assert.equal(copies(dense, { kind: 'withoutAfd', ranks: 1, tensorParallel: 4 }).scaleUp.sent, 3);
    assert.deepEqual(networkCosts(dense, { kind: 'withoutAfd', ranks: 1, tensorParallel: 1 }, 1)?.tiers, []);
  });
});

describe('networkCosts of AFD groups', () => {
  for (const [attention, ffn, domain] of [
    [3, 4, 8],
    [4, 8, 4],
    [6, 8, 4],
    [2, 6, 4],
  ] as const) {
    it(`counts the copies that counting rows one by one does: ${attention} + ${ffn} in domains of ${domain}`, () => {
      // As many experts on each, so that the busiest is the mean.
      const routing = { count: ffn === 6 ? 18 : 16, perToken: 4 };
      const rows = 240_000;
      const holders = range(attention, attention + ffn);
      let turn = 0;
      const { upReceived, outSent, outReceived } = counted(
        rows,
        range(0, attention),
        holders,
        domain,
        routing,
        (_, there) => {
          const here = holders.filter((holder) => Math.floor(holder / domain) === there);
          return here[turn++ % here.length]!;
        },
      );
      const counts = copies(traffic(domain, routing.count), {
        kind: 'afd',
        attentionRanks: attention,
        tensorParallel: 1,
        ffnWorkers: ffn,
      });
      within(counts.scaleOut.sent / attention, Math.max(...outSent) / rows);
      within(counts.scaleOut.received, Math.max(...outReceived) / rows, 0.03);
      within(counts.scaleUp.received, Math.max(...upReceived) / rows, 0.03);
    });
  }

  it('sends a row of a model without routed experts to one FFN worker', () => {
    const group = { kind: 'afd', attentionRanks: 2, tensorParallel: 1, ffnWorkers: 2 } as const;
    const { scaleUp, scaleOut } = copies({ ...traffic(4), routing: undefined }, group);
    assert.deepEqual([scaleUp.sent, scaleUp.received, scaleOut.sent], [1, 0.5, 0]);
  });

  it('sends it to each of the workers that slice the FFN, over scale-out once', () => {
    const dense = { ...traffic(4), routing: undefined };
    const group = { kind: 'afd', attentionRanks: 4, tensorParallel: 1, ffnWorkers: 4, ffnSlices: 2 } as const;
    const inside = copies({ ...dense, scaleUp: { ...dense.scaleUp!, devices: 8 } }, group);
    assert.deepEqual([inside.scaleUp.sent, inside.scaleUp.received, inside.scaleOut.sent], [2, 0.5, 0]);
    // All FFN workers in the other domain: one copy there, from where it is passed on to the other slice.
    const apart = copies(dense, group);
    assert.deepEqual([apart.scaleOut.sent, apart.scaleOut.received, apart.scaleUp.received], [1, 0.25, 0.25]);
  });

  it('is bound by senders where they are few', () => {
    const group = { kind: 'afd', attentionRanks: 2, tensorParallel: 1, ffnWorkers: 126 } as const;
    const [tier] = networkCosts(traffic(128, 256, 8), group, 1)!.tiers;
    // Of 100 rows each attention device sends 50, to about 8 workers each.
    const [sending, receiving] = [50 * tier!.perSenderRow, 100 * tier!.perGroupRow];
    assert.ok(sending > 50 * receiving);
    assert.equal(networkTime(networkCosts(traffic(128, 256, 8), group, 1)!, 50, 100), sending);
  });
});

describe('networkTime', () => {
  it('cannot be told without the rate of a network that the group needs', () => {
    const small = { kind: 'withoutAfd', ranks: 8, tensorParallel: 1 } as const;
    const large = { kind: 'withoutAfd', ranks: 16, tensorParallel: 1 } as const;
    const inside = { ...traffic(8), scaleOut: undefined };
    assert.notEqual(networkCosts(inside, small, 1), undefined);
    assert.deepEqual(networkCosts(inside, large, 1), undefined);
    assert.deepEqual(networkCosts({ ...inside, scaleUp: undefined }, small, 1), undefined);
  });

  it('waits for the busiest expert device, not for the senders', () => {
    const group = { kind: 'afd', attentionRanks: 4, tensorParallel: 1, ffnWorkers: 4 } as const;
    const [even, uneven] = [networkCosts(traffic(8), group, 1)!, networkCosts(traffic(8), group, 0.5)!];
    assert.equal(uneven.tiers[0]!.perGroupRow, 2 * even.tiers[0]!.perGroupRow);
    assert.equal(uneven.tiers[0]!.perSenderRow, even.tiers[0]!.perSenderRow);
  });

  it('of 16A48F with 1,024 tokens is of the size of the published formula', () => {
    // arXiv 2605.28302's code: both ways in bf16, a mean of 4.5 destinations there and 1 back, 20 us for each transfer.
    const published = (bandwidth: number): number => {
      const elements = 1024 * 7168 * 2;
      const there = Math.max((elements / 16) * 4.5, (elements / 48) * 4.5) / bandwidth + 2e-5;
      const back = Math.max(elements / 16, elements / 48) / bandwidth + 2e-5;
      return 58e3 * (there + back);
    };
    assert.deepEqual(
      [900e9, 100e9, 50e9].map((rate) => published(rate).toFixed(2)),
      ['2.65', '5.25', '8.17'],
    );

    const ours = (bandwidth: number): number => {
      const costs: Traffic = {
        ...mixtureCosts.traffic,
        dispatchBytesPerRow: 58 * 7168,
        combineBytesPerRow: 58 * 7168 * 2,
        hopsPerStep: 116,
        scaleUp: { bytesPerSecond: bandwidth, devices: 64 },
        scaleOut: undefined,
      };
      const group = { kind: 'afd', attentionRanks: 16, tensorParallel: 1, ffnWorkers: 48 } as const;
      return 1e3 * networkTime(networkCosts(costs, group, 1)!, 1024 / 16, 1024);
    };
    // Half the latency, twice the bytes: each of 7.4 destinations gets one byte there and sends two back.
    assert.deepEqual(
      [900e9, 100e9, 50e9].map((rate) => ours(rate).toFixed(2)),
      ['1.83', '7.17', '13.19'],
    );
  });
});
