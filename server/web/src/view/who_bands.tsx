// The WHO's classes of bone density, behind the T-scores.
import type { AnnotationOptions } from "chartjs-plugin-annotation";
import type { Palette } from "../common/chart_palette";

const bands = [
  { name: "Normal", from: -1, to: undefined, colour: "good" },
  { name: "Low bone mass", from: -2.5, to: -1, colour: "warning" },
  { name: "Osteoporosis", from: undefined, to: -2.5, colour: "bad" },
] as const;

export const whoBands = (colours: Palette): Record<string, AnnotationOptions> =>
  Object.fromEntries(
    bands.map(({ name, from, to, colour }) => [
      name,
      {
        type: "box",
        yMin: from,
        yMax: to,
        backgroundColor: colours.bands[colour],
        borderWidth: 0,
        drawTime: "beforeDatasetsDraw",
        z: -1,
        label: { display: true, content: name, position: { x: "start", y: to === undefined ? "start" : "end" }, color: colours.muted, font: { size: 11, weight: "normal" } },
      } as AnnotationOptions,
    ]),
  );

export function CitedBands() {
  return (
    <p>
      Bands: <a href="https://iris.who.int/handle/10665/39142">WHO 1994</a>, normal −1.0 or above, osteoporosis −2.5 or below; meant for women past the
      menopause and men of 50 and over.
    </p>
  );
}
