// What became of the cards, summed up as it is shown.
import type { Dashboard, OutcomeLine } from "../common/api";
import { dayNumber, dayText } from "../common/chart_days";

export type Period = 7 | 30 | 90 | "all";

export interface Sum {
  shown: number;
  accepted: number;
  overridden: number;
  reasons: Record<string, number>;
}

export interface CardSum extends Sum {
  card: string;
}

/** Lines of the last so many days, the day of the data included, and of one guideline, or of all where it is "". */
export function chosenLines(data: Dashboard, period: Period, guideline: string, today: string): OutcomeLine[] {
  const first = period === "all" ? "" : dayText(dayNumber(today) - period + 1);
  return data.outcomes.filter((line) => line.day >= first && (guideline === "" || line.guideline === guideline));
}

export const guidelinesOf = ({ outcomes }: Dashboard): string[] => [...new Set(outcomes.map(({ guideline }) => guideline))].sort();

export function sum(lines: OutcomeLine[]): Sum {
  const total: Sum = { shown: 0, accepted: 0, overridden: 0, reasons: {} };
  for (const line of lines) {
    total.shown += line.shown;
    total.accepted += line.accepted;
    total.overridden += line.overridden;
    for (const [reason, count] of Object.entries(line.reasons)) total.reasons[reason] = (total.reasons[reason] ?? 0) + count;
  }
  return total;
}

/** The cards, those shown most often first. */
export function byCard(lines: OutcomeLine[]): CardSum[] {
  const cards = [...new Set(lines.map(({ card }) => card))];
  const sums = cards.map((card) => ({ card, ...sum(lines.filter((line) => line.card === card)) }));
  return sums.sort((a, b) => b.shown - a.shown || a.card.localeCompare(b.card));
}

export interface Step extends Sum {
  from: string;
  to: string;
}

const mostDaysByDay = 31;

/** In steps of a day, or of a week where that would be too many, without gaps. */
export function overTime(lines: OutcomeLine[], period: Period, today: string): Step[] {
  const end = Math.max(dayNumber(today), ...lines.map(({ day }) => dayNumber(day)));
  const start = period === "all" ? Math.min(end, ...lines.map(({ day }) => dayNumber(day))) : dayNumber(today) - period + 1;
  const days = end - start > mostDaysByDay ? 7 : 1;
  const steps: Step[] = [];
  for (let last = end; last >= start; last -= days) {
    const from = dayText(Math.max(start, last - days + 1));
    const to = dayText(last);
    steps.unshift({ from, to, ...sum(lines.filter(({ day }) => day >= from && day <= to)) });
  }
  return steps;
}

/** "45 %"; "–" of none. */
export const share = (part: number, whole: number): string => (whole === 0 ? "–" : `${Math.round((part / whole) * 100)} %`);

/** The service's codes in words. */
export const words = (code: string): string => code.replaceAll(/[-_]/g, " ");
