// The rows of the drug chart: a row for each drug, and one for the next scan.
import type { DrugPeriod, History, ScanWindow } from "../common/api";
import { dayInWords, dayNumber } from "../common/chart_days";
import type { Time } from "./density_lines";
import { periodText } from "./drug_table";

export interface Bar {
  from: number;
  to: number;
  text: string;
}

export interface Row {
  name: string;
  kind: DrugPeriod["group"] | "next DXA";
  bars: Bar[];
  points: number[]; // doses, and what has one day only
}

export function rowsOf(history: History, time: Time): Row[] {
  const rows = (["aromatase inhibitor", "bone agent"] as const).flatMap((group) => {
    const drugs = history.drugs.filter((drug) => drug.group === group);
    return [...new Set(drugs.map(({ drug }) => drug))].map((name) => rowOf(name, group, drugs, time));
  });
  return history.nextDxa?.window ? [...rows, nextDxaRow(history.nextDxa.window)] : rows;
}

function rowOf(name: string, kind: DrugPeriod["group"], drugs: DrugPeriod[], time: Time): Row {
  const row: Row = { name, kind, bars: [], points: [] };
  for (const drug of drugs.filter((each) => each.drug === name)) {
    const bar = drug.kind === "dose" ? null : barOf(drug, time);
    if (bar) row.bars.push(bar);
    else if (drug.from) row.points.push(dayNumber(drug.from));
  }
  return row;
}

// What is taken now reaches to today; of what has neither an end nor goes on only the first day is known.
function barOf(drug: DrugPeriod, { span, today }: Time): Bar | null {
  const to = drug.to ?? (drug.now ? today : undefined);
  if (to === undefined) return null;
  const from = drug.from ? dayNumber(drug.from) : span.from;
  return dayNumber(to) > from ? { from, to: dayNumber(to), text: `${drug.drug}: ${periodText(drug)}` } : null;
}

const nextDxaRow = ({ from, latest }: ScanWindow): Row => ({
  name: "next DXA due",
  kind: "next DXA",
  bars: from === latest ? [] : [{ from: dayNumber(from), to: dayNumber(latest), text: `next DXA: ${dayInWords(from)} to ${dayInWords(latest)}` }],
  points: from === latest ? [dayNumber(from)] : [],
});
