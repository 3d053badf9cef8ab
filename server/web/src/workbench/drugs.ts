// The three aromatase inhibitors, and an order of one in the place of what a sample patient is ordered.
import type { Resource } from "../common/api";

const rxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

// Codes of rules/guideline/value-sets/letrozole.json, anastrozole.json and exemestane.json.
export const drugs = [
  { name: "letrozole", code: "200064", display: "letrozole 2.5 MG Oral Tablet" },
  { name: "anastrozole", code: "199224", display: "anastrozole 1 MG Oral Tablet" },
  { name: "exemestane", code: "310261", display: "exemestane 25 MG Oral Tablet" },
];

/** The medication of an order of the drug of this name. */
export function medicationOf(name: string) {
  const drug = drugs.find((one) => one.name === name);
  if (!drug) throw new Error(`No aromatase inhibitor is called ${name}`);
  return { coding: [{ system: rxNorm, code: drug.code, display: drug.display }], text: drug.display };
}

/** The same orders, with the aromatase inhibitor among them (else the first drug) replaced by the one of this name. */
export function withDrug(orders: Resource[], name: string): Resource[] {
  const replaced = orders.find(isAromataseInhibitor) ?? orders.find((order) => order.resourceType === "MedicationRequest");
  return orders.map((order) => {
    if (order !== replaced) return order;
    const { medicationReference: _, ...rest } = order;
    return { ...rest, medicationCodeableConcept: medicationOf(name) };
  });
}

function isAromataseInhibitor(order: Resource): boolean {
  const words = JSON.stringify(order.medicationCodeableConcept ?? "").toLowerCase();
  return drugs.some(({ name }) => words.includes(name));
}
