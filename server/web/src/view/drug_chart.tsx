// Aromatase inhibitors, bone agents and the next scan on the same axis of time as the densities above.
import type { ChartDataset } from "chart.js";
import type { AnnotationOptions } from "chartjs-plugin-annotation";
import { useMemo } from "preact/hooks";
import type { DrugPeriod, History } from "../common/api";
import { ChartFigure, type Drawing } from "../common/chart";
import { timeAxis, todayLine, valueAxis } from "../common/chart_axes";
import { dayInWords, dayText } from "../common/chart_days";
import type { Palette } from "../common/chart_palette";
import type { Time } from "./density_lines";
import { DrugTable, periodText } from "./drug_table";
import { type Bar, rowsOf, type Row } from "./drug_rows";

export function DrugChart({ history, time }: { history: History; time: Time }) {
  const rows = useMemo(() => rowsOf(history, time), [history, time]);
  const drawing = useMemo<Drawing>(() => (colours) => drawn(rows, time, colours), [rows, time]);
  return (
    <ChartFigure title="Drugs and next DXA" label={spoken(history.drugs)} drawing={drawing} height="low">
      <DrugTable drugs={history.drugs} nextScan={history.nextDxa?.window} />
    </ChartFigure>
  );
}

function drawn(rows: Row[], { span, today }: Time, colours: Palette): ReturnType<Drawing> {
  const labels = rows.map((row, index): [string, AnnotationOptions] => [`row${index}`, rowLabel(row, index, span.from, colours)]);
  const axis = valueAxis({}, colours, { min: -0.6, max: Math.max(rows.length, 1) - 0.4, reverse: true, ticks: { display: false }, grid: { display: false } });
  return {
    type: "line",
    data: { datasets: rows.flatMap((row, index) => datasetsOf(row, index, colours)) },
    options: {
      scales: { x: timeAxis(span, colours), y: axis },
      plugins: {
        annotation: { annotations: { ...Object.fromEntries(labels), today: todayLine(today, colours) } },
        legend: { display: false },
        tooltip: { callbacks: { title: () => "", label: ({ dataset }) => dataset.label ?? "" } },
      },
    },
  } as ReturnType<Drawing>;
}

const colourOf = (row: Row, colours: Palette) =>
  row.kind === "next DXA" ? colours.accent : colours.series[row.kind === "aromatase inhibitor" ? 0 : 1]!;

function datasetsOf(row: Row, index: number, colours: Palette): ChartDataset<"line">[] {
  const colour = colourOf(row, colours);
  const bars = row.bars.map((bar) => barOf(bar, index, colour));
  const points: ChartDataset<"line"> = {
    label: `${row.name}: ${row.points.map((point) => dayInWords(dayText(point))).join(", ")}`,
    data: row.points.map((x) => ({ x, y: index })),
    showLine: false,
    borderColor: colours.surface,
    backgroundColor: colour,
    pointStyle: "rectRot",
    pointRadius: 7,
    pointHoverRadius: 8,
  };
  return row.points.length > 0 ? [...bars, points] : bars;
}

const barOf = ({ from, to, text }: Bar, index: number, colour: string): ChartDataset<"line"> => ({
  label: text,
  data: [
    { x: from, y: index },
    { x: to, y: index },
  ],
  borderColor: colour,
  borderWidth: 12,
  borderCapStyle: "butt",
  pointRadius: 0,
  pointHitRadius: 12,
});

// Above its bars, so that the plot is as wide as those of the other charts.
const rowLabel = (row: Row, index: number, from: number, colours: Palette): AnnotationOptions => ({
  type: "label",
  xValue: from,
  yValue: index - 0.32,
  position: { x: "start", y: "center" },
  content: row.name,
  color: colours.text,
  font: { size: 12 },
  padding: { left: 6, top: 0, right: 0, bottom: 0 },
});

function spoken(drugs: DrugPeriod[]): string {
  const now = drugs.filter((drug) => drug.now).map((drug) => `${drug.drug} (${periodText(drug)})`);
  return `${now.length > 0 ? `Taken now: ${[...new Set(now)].join(", ")}` : "None of these drugs is taken now"}. All are in the table below.`;
}
