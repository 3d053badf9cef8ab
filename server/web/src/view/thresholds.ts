// From which T-scores the guideline wants treatment: out of its own table, not out of this page.
import type { Guideline, Why } from "../common/api";

export interface Threshold {
  tScore: number;
  included: boolean; // "<=", not "<"
  criteria: string[]; // in the guideline's words; they may ask for more than the T-score
}

/** The thresholds that are told of this patient. */
export interface TreatmentLines {
  thresholds: Threshold[];
  whyNone?: string;
}

// By the outcome of the table about them.
const groupsNotCovered: Record<string, string> = {
  man: "The guideline's thresholds for treatment do not apply to men, so none are drawn.",
  premenopausal: "The guideline's thresholds for treatment do not apply before the menopause, of which there is no evidence on record, so none are drawn.",
};

export function treatmentLines(guideline: Guideline, { tables, outOfScope }: Pick<Why, "tables" | "outOfScope">): TreatmentLines {
  const group = tables.find(({ table }) => table === "therapy-group")?.outcome ?? "";
  const whyNone = outOfScope ? "The guideline's thresholds for treatment do not apply here, so none are drawn." : groupsNotCovered[group];
  if (whyNone) return { thresholds: [], whyNone };
  const found = thresholds(guideline);
  return found.length > 0 ? { thresholds: found } : { thresholds: [], whyNone: "The guideline has no thresholds for treatment that can be drawn." };
}

export const thresholdText = ({ tScore, included }: Threshold) => `${included ? "≤" : "<"} ${minus(tScore)}`;

/** A number with one decimal or more, and a minus that is not a hyphen. */
export const minus = (number: number): string => {
  const text = Number.isInteger(number * 10) ? number.toFixed(1) : String(number);
  return text.replace("-", "−");
};

/** The T-scores below which a rule wants treatment that does not hold above, with the rules that do, highest last. */
export function thresholds(guideline: Guideline): Threshold[] {
  const table = guideline.tables.find(({ id }) => id === "treatment-indication");
  const found = new Map<string, Threshold>();
  for (const rule of table?.rules ?? []) {
    if (rule.outcome !== "indicated") continue;
    const bounds = rule.ways.map((way) => upperBound(way["t_score"]));
    const highest = bounds.every((bound) => bound !== null) ? bounds.sort(byHeight).at(-1) : undefined;
    if (!highest) continue;
    const key = JSON.stringify(highest);
    const threshold = found.get(key) ?? { ...highest, criteria: [] };
    threshold.criteria.push(rule.criterion);
    found.set(key, threshold);
  }
  return [...found.values()].sort(byHeight);
}

type Bound = Pick<Threshold, "tScore" | "included">;

const byHeight = (a: Bound, b: Bound) => a.tScore - b.tScore || Number(a.included) - Number(b.included);

// Of a cell of a decision table: "< -2.0", "<= -2.5", "[-2.0..-1.5)". null: it holds however high the T-score is, or is asked of
// one value only.
function upperBound(cell: string | undefined): Bound | null {
  const below = /^(<=?) *(-?[\d.]+)$/.exec(cell ?? "");
  if (below) return { tScore: Number(below[2]), included: below[1] === "<=" };
  const range = /^[[(]-?[\d.]+?\.\.(-?\d+(?:\.\d+)?)([\])])$/.exec(cell ?? "");
  return range ? { tScore: Number(range[1]), included: range[2] === "]" } : null;
}
