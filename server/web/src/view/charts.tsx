// The charts, one below the other on the same axis of time.
import { useMemo } from "preact/hooks";
import type { Guideline, History, Why } from "../common/api";
import { spanOf } from "../common/chart_axes";
import { BmdChart } from "./bmd_chart";
import type { Time } from "./density_lines";
import { DrugChart } from "./drug_chart";
import { TScoreChart } from "./t_score_chart";
import { treatmentLines } from "./thresholds";

export function Charts({ why, guideline }: { why: Why; guideline: Guideline }) {
  const { history, date: today } = why;
  const time = useMemo<Time>(() => ({ span: spanOf(daysOf(history, today)), today }), [history, today]);
  const lines = useMemo(() => treatmentLines(guideline, why), [guideline, why]);
  const { densities, drugs, nextDxa } = history;
  return (
    <section class="panel stack charts" aria-labelledby="over-time">
      <h2 id="over-time">Over time</h2>
      {densities.length === 0 && <p>No bone density that can be used is on record.</p>}
      {densities.some(({ tScore }) => tScore !== undefined) && <TScoreChart densities={densities} lines={lines} time={time} />}
      {densities.some(({ bmd }) => bmd !== undefined) && <BmdChart densities={densities} time={time} />}
      {drugs.length === 0 && <p>No aromatase inhibitor and no bone agent is on record.</p>}
      {(drugs.length > 0 || nextDxa?.window) && <DrugChart history={history} time={time} />}
    </section>
  );
}

function daysOf({ densities, drugs, nextDxa }: History, today: string): string[] {
  const days = [...densities.map(({ date }) => date), ...drugs.flatMap(({ from, to }) => [from, to]), nextDxa?.window?.from, nextDxa?.window?.latest, today];
  return days.filter((day) => day !== undefined);
}
