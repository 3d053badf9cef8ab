// What became of the cards over time.
import type { ChartDataset, PointStyle } from "chart.js";
import { useMemo } from "preact/hooks";
import { ChartFigure, type Drawing } from "../common/chart";
import { timeAxis, titleOfDay, valueAxis } from "../common/chart_axes";
import { dayInWords, dayNumber } from "../common/chart_days";
import type { Palette } from "../common/chart_palette";
import type { Step } from "./outcomes";

const lines = [
  { value: "shown", shape: "circle", dash: [] },
  { value: "accepted", shape: "triangle", dash: [8, 4] },
  { value: "overridden", shape: "rect", dash: [2, 3] },
] as const;

export function OutcomeChart({ steps }: { steps: Step[] }) {
  const drawing = useMemo<Drawing>(() => (colours) => drawn(steps, colours), [steps]);
  const by = steps[0]?.from === steps[0]?.to ? "day" : "week";
  return (
    <ChartFigure title={`Cards by ${by}`} label="Shown, accepted and overridden. All numbers are in the table below." drawing={drawing}>
      <StepTable steps={steps} by={by} />
    </ChartFigure>
  );
}

function drawn(steps: Step[], colours: Palette): ReturnType<Drawing> {
  const span = { from: dayNumber(steps[0]!.to) - 1, to: dayNumber(steps.at(-1)!.to) + 1 };
  return {
    type: "line",
    data: { datasets: lines.map((line, index) => datasetOf(line, steps, colours.series[index]!)) },
    options: {
      scales: { x: timeAxis(span, colours), y: valueAxis({ min: 0, max: 5 }, colours, { beginAtZero: true, ticks: { color: colours.muted, precision: 0 } }) },
      plugins: {
        legend: { position: "bottom", labels: { usePointStyle: true, color: colours.text } },
        tooltip: { callbacks: { title: titleOfDay } },
      },
    },
  } as ReturnType<Drawing>;
}

const datasetOf = ({ value, shape, dash }: (typeof lines)[number], steps: Step[], colour: string): ChartDataset<"line"> => ({
  label: value,
  data: steps.map((step) => ({ x: dayNumber(step.to), y: step[value] })),
  borderColor: colour,
  backgroundColor: colour,
  borderDash: [...dash],
  borderWidth: 2,
  pointStyle: shape as PointStyle,
  pointRadius: 4,
});

function StepTable({ steps, by }: { steps: Step[]; by: string }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{by === "day" ? "Day" : "Week"}</th>
          {lines.map(({ value }) => (
            <th key={value} scope="col" class="number">
              {value}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...steps].reverse().map((step) => (
          <tr key={step.to}>
            <th scope="row">{step.from === step.to ? dayInWords(step.to) : `${dayInWords(step.from)} to ${dayInWords(step.to)}`}</th>
            {lines.map(({ value }) => (
              <td key={value} class="number">
                {step[value]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
