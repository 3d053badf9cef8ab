// Lines of bone density over time, one for each site.
import type { AnnotationOptions } from "chartjs-plugin-annotation";
import type { Density } from "../common/api";
import type { Drawing } from "../common/chart";
import { type Span, timeAxis, titleOfDay, todayLine, valueAxis } from "../common/chart_axes";
import { dayInWords } from "../common/chart_days";
import type { Palette } from "../common/chart_palette";
import { linesBySite } from "./sites";

/** What all charts of the view share. */
export interface Time {
  span: Span;
  today: string;
}

interface Lines {
  densities: Density[];
  value: "tScore" | "bmd";
  range: { min: number; max: number };
  annotations?: Record<string, AnnotationOptions>;
}

export function densityLines({ densities, value, range, annotations }: Lines, { span, today }: Time, colours: Palette) {
  return {
    type: "line",
    data: { datasets: linesBySite(densities, value, colours) },
    options: {
      scales: { x: timeAxis(span, colours), y: valueAxis(range, colours) },
      plugins: {
        annotation: { annotations: { ...annotations, today: todayLine(today, colours) } },
        legend: { position: "bottom", labels: { usePointStyle: true, color: colours.text } },
        tooltip: { callbacks: { title: titleOfDay } },
      },
    },
  } as ReturnType<Drawing>;
}

/** What a chart of densities shows, in a sentence. */
export function spoken(densities: Density[], text: (density: Density) => string): string {
  const last = [...densities].sort((a, b) => a.date.localeCompare(b.date)).at(-1);
  const values = densities.length === 1 ? "One value" : `${densities.length} values`;
  return last ? `${values}; the last on ${dayInWords(last.date)}, ${last.site}: ${text(last)}. All are in the table below.` : "";
}
