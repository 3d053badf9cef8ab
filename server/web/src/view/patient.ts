// A Patient in words. Everything may be missing, or of another form than it should.
import type { FactValue, Resource } from "../common/api";
import { dayInWords, yearsBetween } from "../common/chart_days";

interface HumanName {
  use?: string;
  text?: string;
  given?: string[];
  family?: string;
}

export function nameOf(patient: Resource): string {
  const names = Array.isArray(patient["name"]) ? (patient["name"] as HumanName[]) : [];
  const name = names.find(({ use }) => use === "official") ?? names[0];
  const parts = [...(Array.isArray(name?.given) ? name.given : []), name?.family].filter((part) => typeof part === "string");
  return name?.text || parts.join(" ") || "Name not on record";
}

export interface Detail {
  label: string;
  value: string;
}

/** `age`: in years, as the service counts it; of who is not told of, it is counted here. */
export function detailsOf(patient: Resource, today: string, age?: FactValue): Detail[] {
  const birthDate = typeof patient["birthDate"] === "string" ? patient["birthDate"] : undefined;
  const counted = birthDate ? yearsBetween(birthDate, today) : null;
  const gender = typeof patient["gender"] === "string" ? patient["gender"] : undefined;
  return [
    { label: "Age", value: ageText(age === undefined ? counted : age) },
    { label: "Born", value: birthDate ? dayInWords(birthDate) : "not on record" },
    { label: "Sex", value: gender ?? "not on record" },
    { label: "As of", value: dayInWords(today) },
  ];
}

const ageText = (age: FactValue) => (age === null ? "not on record" : `${age} years`);
