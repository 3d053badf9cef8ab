// Values of facts, in words.
import type { Fact, FactValue } from "./api";

/** "yes", "2.6", "2026-03-10"; "unknown" of null. A number has two decimals at most. */
export function valueText(value: FactValue): string {
  if (value === null) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}

/** The value of a fact; a number as the cards show it, so that two places do not tell two numbers. */
export const factValueText = ({ value, shown }: Pick<Fact, "value" | "shown">): string => shown ?? valueText(value);
