// Bone mineral density over time.
import { useMemo } from "preact/hooks";
import type { Density } from "../common/api";
import { ChartFigure, type Drawing } from "../common/chart";
import { densityLines, spoken, type Time } from "./density_lines";
import { DensityTable } from "./density_table";

const text = ({ bmd }: Density) => `${bmd!.toFixed(3)} g/cm²`;

export function BmdChart({ densities, time }: { densities: Density[]; time: Time }) {
  const measured = densities.filter(({ bmd }) => bmd !== undefined);
  const drawing = useMemo<Drawing>(
    () => (colours) => {
      const values = measured.map(({ bmd }) => bmd!);
      const range = { min: Math.min(...values) - 0.1, max: Math.max(...values) + 0.1 };
      return densityLines({ densities: measured, value: "bmd", range }, time, colours);
    },
    [densities, time],
  );
  return (
    <ChartFigure title="Bone mineral density in g/cm²" label={spoken(measured, text)} drawing={drawing}>
      <DensityTable densities={measured} heading="BMD" text={text} />
    </ChartFigure>
  );
}
