// Whether cards advise what a sample patient's file expects of an order under one guideline (tests/patients/README.md).
// What the file says of the wording of cards is left to tests/support/check_patients.py.
import type { SamplePatient } from "../common/api";
import type { Card } from "./hooks";

export type Expectation = SamplePatient["expect"][string];

export interface Verdict {
  met: boolean;
  problems: string[]; // none if it is met
}

/** All that the cards advise, in the order of the alphabet. */
export const adviceOf = (cards: Card[]): string[] =>
  [...new Set(cards.flatMap((card) => card.extension?.["bone-health-cds.basis"]?.advice ?? []))].sort();

export function verdict(expected: Expectation, cards: Card[]): Verdict {
  const advised = adviceOf(cards);
  const missing = expected.advice.filter((word) => word !== "no-card" && !advised.includes(word));
  const forbidden = expected.must_not.filter((word) => advised.includes(word));
  const problems = [...missing.map((word) => `not advised: ${word}`), ...forbidden.map((word) => `must not be advised: ${word}`)];
  if (expected.advice.includes("no-card") && cards.length) problems.unshift(`no card expected, ${cards.length} shown`);
  const highest = highestIndicator(cards);
  if (highest !== expected.indicator) problems.push(`indicator ${highest ?? "none"}, expected ${expected.indicator ?? "none"}`);
  return { met: problems.length === 0, problems };
}

function highestIndicator(cards: Card[]): string | null {
  const shown = cards.map((card) => card.indicator);
  return (["critical", "warning", "info"] as const).find((indicator) => shown.includes(indicator)) ?? null;
}
