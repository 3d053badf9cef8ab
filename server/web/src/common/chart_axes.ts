// Axes that several charts share, so that what happened on one day stands below one another.
import type { ScaleOptions } from "chart.js";
import { dayInWords, dayNumber, dayText, dayTicks } from "./chart_days";
import type { Palette } from "./chart_palette";

/** A stretch of time, in days. */
export interface Span {
  from: number;
  to: number;
}

const widthOfLabels = 44; // pixels left of the plot, the same in all charts
const widthOfTick = 72;

/** All of these days and some room around them, a year at least. */
export function spanOf(days: string[]): Span {
  const numbers = days.map(dayNumber).filter((number) => !isNaN(number));
  const from = Math.min(...numbers);
  const to = Math.max(...numbers);
  const room = Math.max((to - from) * 0.05, (365 - (to - from)) / 2, 20);
  return { from: Math.floor(from - room), to: Math.ceil(to + room) };
}

export function timeAxis({ from, to }: Span, colours: Palette): ScaleOptions<"linear"> {
  return {
    type: "linear",
    min: from,
    max: to,
    grid: { color: colours.line },
    border: { color: colours.line },
    afterBuildTicks: (axis) => {
      axis.ticks = dayTicks(from, to, Math.max(2, axis.width / widthOfTick));
    },
    ticks: { autoSkip: false, color: colours.muted, maxRotation: 0, callback: (_value, index, ticks) => ticks[index]!.label },
  } as ScaleOptions<"linear">;
}

export function valueAxis(range: { min?: number; max?: number }, colours: Palette, more: object = {}): ScaleOptions<"linear"> {
  return {
    type: "linear",
    suggestedMin: range.min,
    suggestedMax: range.max,
    grid: { color: colours.line },
    border: { color: colours.line },
    ticks: { color: colours.muted },
    afterFit: (axis) => {
      axis.width = widthOfLabels;
    },
    ...more,
  } as ScaleOptions<"linear">;
}

/** The day of the evaluation, across a chart. */
export function todayLine(day: string, colours: Palette) {
  return {
    type: "line" as const,
    scaleID: "x",
    value: dayNumber(day),
    borderColor: colours.muted,
    borderWidth: 1,
    borderDash: [2, 3],
  };
}

/** The title of a tooltip. */
export const titleOfDay = (items: { parsed: { x: number | null } }[]): string =>
  items.length ? dayInWords(dayText(items[0]!.parsed.x ?? 0)) : "";
