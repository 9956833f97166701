/** What a trace's time field counts. `date` is a calendar date and time. */
export type ArrivalUnit = 's' | 'ms' | 'ns' | 'date';

const SECONDS_PER: Readonly<Record<Exclude<ArrivalUnit, 'date'>, number>> = { s: 1, ms: 1e-3, ns: 1e-9 };
const DATE = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?\s*(Z|[+-]\d\d:?(?:\d\d)?)?$/;
const MINUTE_LENGTH = 'YYYY-MM-DD HH:MM'.length;

/** Reads arrival times as seconds on one scale. Dates without a zone are taken as UTC, so no clock change bends a span. */
export class ArrivalClock {
  private readonly unit: ArrivalUnit;
  private minute = '';
  private minuteSeconds = 0;
  private readonly zones = { stated: false, absent: false };

  constructor(unit: ArrivalUnit) {
    this.unit = unit;
  }

  /** True where some dates had a zone and others none. */
  get hasMixedZones(): boolean {
    return this.zones.stated && this.zones.absent;
  }

  /** Seconds, or undefined when the value is not a time. */
  seconds(value: unknown): number | undefined {
    if (this.unit === 'date') return typeof value === 'string' ? this.date(value.trim()) : undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number * SECONDS_PER[this.unit] : undefined;
  }

  private date(text: string): number | undefined {
    if (this.minute !== '' && text.startsWith(this.minute) && text[MINUTE_LENGTH] === ':') {
      const rest = Number(text.slice(MINUTE_LENGTH + 1));
      if (rest >= 0 && rest < 61) return this.minuteSeconds + rest;
    }
    return this.parse(text);
  }

  private parse(text: string): number | undefined {
    const match = DATE.exec(text);
    if (match === null) return undefined;
    const [, year, month, day, hour, minute, second = '0', zone] = match;
    const base = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / 1000;
    this.zones[zone === undefined ? 'absent' : 'stated'] = true;
    if (zone === undefined) {
      this.minute = text.slice(0, MINUTE_LENGTH);
      this.minuteSeconds = base;
    }
    return base + Number(second) - zoneOffset(zone);
  }
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}
