// Days as numbers, for axes of time: days since 1970-01-01, of which there are as many in every year as in the calendar.

const millisecondsPerDay = 86_400_000;

/** Of "YYYY-MM-DD"; "YYYY-MM" and "YYYY" stand for their first day. NaN of what is no day. */
export const dayNumber = (day: string): number => Math.floor(Date.parse(day.slice(0, 10)) / millisecondsPerDay);

export const dayText = (number: number): string => new Date(number * millisecondsPerDay).toISOString().slice(0, 10);

/** "3 Mar 2026", which nobody takes for another day. A day that is none is left as it is. */
export const dayInWords = (day: string): string =>
  isNaN(dayNumber(day)) ? day : inWords(dayNumber(day), { day: "numeric", month: "short", year: "numeric" });

/** Whole years between two days, as people count their age. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5, 10) < from.slice(5, 10) ? years - 1 : years;
}

export interface Tick {
  value: number;
  label: string;
}

const stepsInDays = [1, 2, 7, 14];
const stepsInMonths = [1, 3, 6, 12, 24, 60, 120];

/** Days, or first days of months or years, between two days: at most so many. */
export function dayTicks(from: number, to: number, most: number): Tick[] {
  const days = stepsInDays.find((step) => (to - from) / step <= most);
  return days ? ticksByDays(from, to, days) : ticksByMonths(from, to, stepsInMonths.find((step) => (to - from) / 30.4 / step <= most) ?? 240);
}

function ticksByDays(from: number, to: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  for (let value = Math.ceil(from); value <= to; value += step) ticks.push({ value, label: inWords(value, { day: "numeric", month: "short" }) });
  return ticks;
}

function ticksByMonths(from: number, to: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  const start = new Date(from * millisecondsPerDay);
  for (let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step; ; month += step) {
    const value = Date.UTC(Math.floor(month / 12), month % 12) / millisecondsPerDay;
    if (!(value <= to)) return ticks;
    const label = inWords(value, step % 12 === 0 ? { year: "numeric" } : { month: "short", year: "numeric" });
    if (value >= from) ticks.push({ value, label });
  }
}

const inWords = (number: number, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(new Date(number * millisecondsPerDay));
