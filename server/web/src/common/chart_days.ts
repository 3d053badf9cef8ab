// Days as numbers, for axes of time: days since 1970-01-01, of which there are as many in every year as in the calendar.

const millisecondsPerDay = 86_400_000;

/** Of "YYYY-MM-DD"; "YYYY-MM" and "YYYY" stand for their first day. NaN of what is no day. */
export const dayNumber = (day: string): number => Math.floor(Date.parse(day.slice(0, 10)) / millisecondsPerDay);

export const dayText = (number: number): string => new Date(number * millisecondsPerDay).toISOString().slice(0, 10);

const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "3 Mar 2026", which nobody takes for another day. A day that is none is left as it is. */
export const dayInWords = (day: string): string => (isNaN(dayNumber(day)) ? day : format.format(new Date(dayNumber(day) * millisecondsPerDay)));

/** Whole years between two days, as people count their age. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5, 10) < from.slice(5, 10) ? years - 1 : years;
}

export interface Tick {
  value: number;
  label: string;
}

const stepsInMonths = [1, 3, 6, 12, 24, 60, 120];

/** First days of months or years between two days, at most so many. */
export function dayTicks(from: number, to: number, most: number): Tick[] {
  const months = (to - from) / 30.4;
  const step = stepsInMonths.find((each) => months / each <= most) ?? 240;
  const ticks: Tick[] = [];
  const start = new Date(from * millisecondsPerDay);
  for (let month = Math.floor(monthsOf(start) / step) * step; ; month += step) {
    const day = new Date(Date.UTC(Math.floor(month / 12), month % 12));
    const value = day.getTime() / millisecondsPerDay;
    if (!(value <= to)) return ticks;
    if (value >= from) ticks.push({ value, label: tickLabel(day, step) });
  }
}

const monthsOf = (day: Date) => day.getUTCFullYear() * 12 + day.getUTCMonth();

const monthFormat = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

const tickLabel = (day: Date, step: number) => (step % 12 === 0 ? String(day.getUTCFullYear()) : monthFormat.format(day));
