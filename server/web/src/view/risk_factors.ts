// What the guideline counts as risk, and how the record answers it.
import type { Count, Fact, Guideline, Why } from "../common/api";

export type Standing = "found" | "not present" | "not on record" | "not looked up";

export interface RiskFactor {
  label: string;
  standing: Standing;
  facts: Fact[]; // that tell
}

/** Each criterion of the guideline's counts once, in its order. */
export function riskFactors(guideline: Guideline, why: Why): RiskFactor[] {
  const factors = new Map<string, RiskFactor>();
  for (const count of guideline.counts)
    for (const criterion of count.criteria)
      if (!factors.has(criterion.label)) factors.set(criterion.label, riskFactor(count, criterion, why));
  return [...factors.values()];
}

function riskFactor(count: Count, { id, label, when }: Count["criteria"][number], why: Why): RiskFactor {
  const holds = why.counts.find((each) => each.count === count.id)?.holding.includes(id) ?? false;
  const facts = why.facts.filter(({ name }) => name in when);
  return { label, facts, standing: holds ? "found" : standingOf(facts) };
}

function standingOf(facts: Fact[]): Standing {
  const unknown = facts.filter(({ value }) => value === null);
  if (unknown.some(({ looked }) => !looked)) return "not looked up";
  return unknown.length > 0 ? "not on record" : "not present";
}
