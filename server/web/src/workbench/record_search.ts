// Answers a prefetch template out of a sample patient's record, as the FHIR server of an EHR would.
import type { Bundle, Resource } from "../common/api";

interface Coded {
  coding?: { system?: string; code?: string }[];
}
interface Referring {
  reference?: string;
}

/** What a template ("Patient/{{context.patientId}}", "Observation?patient=...&code=...") finds; null if a read finds nothing. */
export function answerOf(template: string, patientId: string, record: Resource[]): Resource | Bundle | null {
  const query = template.replaceAll("{{context.patientId}}", patientId);
  if (query.includes("{{")) throw new Error(`No value for a token of the prefetch template ${template}`);
  const [path, search] = query.split("?");
  if (search === undefined) return record.find((one) => `${one.resourceType}/${one.id}` === path) ?? null;
  const criteria = search.split("&").map((part) => part.split(/=(.*)/s, 2) as [string, string]);
  const found = record.filter(
    (one) => one.resourceType === path && criteria.every(([name, value]) => matches(one, name, value)),
  );
  return searchset(sorted(found, criteria.find(([name]) => name === "_sort")?.[1]));
}

function matches(resource: Resource, name: string, value: string): boolean {
  if (name === "_sort" || name === "_count") return true; // a sample's record is smaller than any page
  if (name === "patient") return patientsOf(resource).includes(`Patient/${value}`);
  if (name === "code" || name === "type") return value.split(",").some((token) => hasCode(resource[name] as Coded, token));
  throw new Error(`No search by ${name} in the workbench`);
}

function patientsOf(resource: Resource): (string | undefined)[] {
  const participants = (resource.participant as { actor?: Referring }[] | undefined) ?? [];
  const found = [resource.subject, resource.patient, ...participants.map(({ actor }) => actor)];
  return found.map((one) => (one as Referring | undefined)?.reference);
}

const hasCode = (concept: Coded | undefined, token: string) =>
  (concept?.coding ?? []).some(({ system, code }) => `${system}|${code}` === token);

// The elements by which the templates sort, whatever the type calls them.
const times = ["authoredOn", "effectiveDateTime", "effectivePeriod", "performedDateTime", "performedPeriod", "occurrenceDateTime", "period", "date", "start"];

function timeOf(resource: Resource): string {
  const value = times.map((name) => resource[name]).find((one) => one !== undefined);
  return typeof value === "string" ? value : ((value as { start?: string } | undefined)?.start ?? "");
}

// Newest first is the only order that the templates ask for; what has no time comes last.
const sorted = (found: Resource[], order?: string) =>
  order?.startsWith("-") ? [...found].sort((a, b) => timeOf(b).localeCompare(timeOf(a))) : found;

const searchset = (found: Resource[]): Bundle & { total: number } => ({
  resourceType: "Bundle",
  type: "searchset",
  total: found.length,
  ...(found.length ? { entry: found.map((resource) => ({ resource })) } : {}),
});
