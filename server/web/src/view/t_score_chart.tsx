// T-scores over time, before the WHO's bands and the guideline's thresholds.
import type { AnnotationOptions } from "chartjs-plugin-annotation";
import { useMemo } from "preact/hooks";
import type { Density } from "../common/api";
import { ChartFigure, type Drawing } from "../common/chart";
import type { Palette } from "../common/chart_palette";
import { densityLines, spoken, type Time } from "./density_lines";
import { DensityTable } from "./density_table";
import { minus, type Threshold, thresholdText, type TreatmentLines } from "./thresholds";
import { CitedBands, whoBands } from "./who_bands";

interface Scores {
  densities: Density[];
  lines: TreatmentLines;
  time: Time;
}

const text = ({ tScore }: Density) => minus(tScore!);

export function TScoreChart({ densities, lines, time }: Scores) {
  const scored = densities.filter(({ tScore }) => tScore !== undefined);
  const drawing = useMemo<Drawing>(
    () => (colours) => {
      const drawn = Object.fromEntries(lines.thresholds.map((threshold, index) => [`threshold${index}`, thresholdLine(threshold, colours)]));
      const values = scored.map(({ tScore }) => tScore!);
      const range = { min: Math.min(-3.5, ...values.map((value) => value - 0.5)), max: Math.max(0.5, ...values.map((value) => value + 0.5)) };
      const annotations = { ...whoBands(colours), ...drawn };
      return densityLines({ densities: scored, value: "tScore", range, annotations }, time, colours);
    },
    [densities, lines, time],
  );
  return (
    <ChartFigure title="T-scores" label={spoken(scored, text)} drawing={drawing} note={<Note {...lines} />}>
      <DensityTable densities={scored} heading="T-score" text={text} />
    </ChartFigure>
  );
}

const thresholdLine = (threshold: Threshold, colours: Palette): AnnotationOptions => ({
  type: "line",
  scaleID: "y",
  value: threshold.tScore,
  borderColor: colours.threshold,
  borderWidth: 1.5,
  borderDash: [6, 3],
  label: {
    display: true,
    content: `T ${thresholdText(threshold)}`,
    position: "end",
    backgroundColor: colours.surface,
    color: colours.threshold,
    font: { size: 11 },
    padding: 2,
  },
});

function Note({ thresholds, whyNone }: TreatmentLines) {
  return (
    <div class="small muted">
      <CitedBands />
      {whyNone ? (
        <p>{whyNone}</p>
      ) : (
        <ul class="thresholds" aria-label="Lines of the guideline: treatment">
          {thresholds.map((threshold) => (
            <li key={threshold.tScore}>
              <strong>T {thresholdText(threshold)}:</strong> {threshold.criteria.join(" ")}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
