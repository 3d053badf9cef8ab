// A chart, in words for who does not see it, with its data as a table below.
import {
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import Annotation from "chartjs-plugin-annotation";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./chart.css";
import { onPaletteChange, palette, type Palette } from "./chart_palette";
import { ScrollRegion } from "./scroll_region";

Chart.register(
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  Annotation,
);

export type Drawing = (palette: Palette) => ChartConfiguration;

interface Figure {
  title: string;
  label: string; // what is to be seen, in a sentence or two
  drawing: Drawing;
  height?: "low";
  note?: ComponentChildren;
  children: ComponentChildren; // the table
}

export function ChartFigure({ title, label, drawing, height, note, children }: Figure) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => keepDrawn(canvas.current!, drawing), [drawing]);
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        {note}
      </figcaption>
      <div class={`canvas ${height ?? ""}`}>
        <canvas ref={canvas} role="img" aria-label={`${title}. ${label}`} />
      </div>
      <details class="data">
        <summary>{title}: the data as a table</summary>
        <ScrollRegion label={`${title}: data`}>{children}</ScrollRegion>
      </details>
    </figure>
  );
}

// Drawn at once, and anew when the colours change: a page that is about to be printed is not rendered again.
function keepDrawn(canvas: HTMLCanvasElement, drawing: Drawing): () => void {
  let chart = drawn(canvas, drawing);
  const end = onPaletteChange(() => {
    chart.destroy();
    chart = drawn(canvas, drawing);
  });
  return () => {
    end();
    chart.destroy();
  };
}

function drawn(canvas: HTMLCanvasElement, drawing: Drawing): Chart {
  const colours = palette();
  const { options, ...rest } = drawing(colours);
  const common = {
    animation: false as const,
    color: colours.text,
    devicePixelRatio: Math.max(2, window.devicePixelRatio), // sharp on paper, too
    font: { family: getComputedStyle(document.body).fontFamily, size: 12 },
    maintainAspectRatio: false,
    responsive: true,
  };
  return new Chart(canvas, { ...rest, options: { ...common, ...options } } as ChartConfiguration);
}
