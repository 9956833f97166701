/** One accelerator, by its data sheet: peaks that no program reaches. Undefined where no source states it. */
export interface Device {
  readonly id: string;
  readonly memoryBytes: number;
  /** Bytes per second. */
  readonly memoryBandwidth: number;
  /** Dense FLOP per second, by precision of the operands. */
  readonly flops: {
    readonly bf16: number;
    readonly fp8: number | undefined;
    readonly int8: number | undefined;
    readonly fp4: number | undefined;
  };
  /** Bytes per second one way per device: within a scale-up domain, and between such domains. */
  readonly scaleUp: number | undefined;
  readonly scaleOut: number | undefined;
  /** Devices of one scale-up domain, and of one node; undefined where unknown. */
  readonly scaleUpDevices: number | undefined;
  readonly devicesPerNode: number | undefined;
  /** US dollars per device and hour. */
  readonly pricePerHour: number | undefined;
  readonly source: string;
  /** Where sources disagree, each a sentence without its full stop. */
  readonly notes: readonly string[];
}
