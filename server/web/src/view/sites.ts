// Sites of bone density, each with a look of its own that does without colour.
import type { ChartDataset, PointStyle } from "chart.js";
import type { Density } from "../common/api";
import { dayNumber } from "../common/chart_days";
import type { Palette } from "../common/chart_palette";

interface Look {
  site: Density["site"];
  shape: PointStyle;
  dash: number[];
}

const looks: Look[] = [
  { site: "lumbar spine", shape: "circle", dash: [] },
  { site: "total hip", shape: "rect", dash: [8, 4] },
  { site: "femoral neck", shape: "triangle", dash: [2, 3] },
  { site: "spine", shape: "rectRot", dash: [10, 3, 2, 3] },
  { site: "femur", shape: "star", dash: [5, 2] },
];

/** A line for each site that has any of these values. */
export function linesBySite(densities: Density[], value: "tScore" | "bmd", colours: Palette): ChartDataset<"line">[] {
  return looks.flatMap(({ site, shape, dash }, index) => {
    const points = densities
      .filter((density) => density.site === site && density[value] !== undefined)
      .map((density) => ({ x: dayNumber(density.date), y: density[value]! }))
      .sort((a, b) => a.x - b.x);
    const colour = colours.series[index]!;
    return points.length === 0
      ? []
      : [
          {
            label: site,
            data: points,
            borderColor: colour,
            backgroundColor: colour,
            borderDash: dash,
            borderWidth: 2,
            pointStyle: shape,
            pointRadius: 6,
            pointHoverRadius: 8,
            pointBorderWidth: 2,
          },
        ];
  });
}
