// What the service answers its own pages, as types. server/workbench_*.cpp, bone_view.cpp and dashboard.cpp write it.

/** A value of a fact: an unknown one is null. Days are "YYYY-MM-DD"; a name is one of a closed list. */
export type FactValue = boolean | number | string | null;

export interface Fact {
  name: string; // "t_score"
  label: string; // in clinicians' words
  type: "boolean" | "number" | "name" | "day";
  value: FactValue;
  shown?: string; // a number, as cards show it
  looked: boolean; // false: unknown because it could not be looked up
  source?: string; // "Observation/123"
  date?: string; // of the value
}

/** Facts, counts and outcomes of earlier tables: what a cell can ask about. */
export interface Variable {
  name: string;
  label: string;
  kind: "fact" | "count" | "table";
  type: Fact["type"];
  names?: string[]; // of a name
  least?: number; // of a fact that is a number: the service takes none below
  most?: number; // and none above
  alwaysKnown: boolean;
  knownWith?: { name: string; value?: string }; // known whenever that fact is, or has that value
}

export interface Rule {
  id: string;
  ways: Record<string, string>[]; // variable -> cell; the rule holds if all cells of any way do
  outcome: string;
  criterion: string;
  source: string;
}

export interface Outcome {
  id: string;
  silent?: string; // why there is no card
  advice: string[];
  card?: string; // its summary, with {placeholders}
  indicator?: "info" | "warning";
  note?: string;
}

export interface Table {
  id: string;
  title: string;
  version: string;
  inputs: string[]; // names of variables
  rules: Rule[];
  outcomes: Outcome[];
}

export interface Count {
  id: string;
  title: string;
  any: boolean; // whether any holds, else how many
  source: string;
  criteria: { id: string; label: string; when: Record<string, string> }[];
}

export interface Source {
  id: string;
  label: string;
  url: string;
}

/** The tables of one profile for one occasion. */
export interface Guideline {
  key: string; // what `guideline=` of the other calls takes: "aibl-2017", or "my-folder" of --compare-guideline
  id: string;
  title: string;
  version: string;
  status: string; // "draft", "active"
  signOff: string; // "" if nobody has signed
  sha256: string; // of all files that it was read from
  occasion: "order" | "chart";
  proof: string; // a line for each table
  sources: Source[];
  variables: Variable[];
  counts: Count[];
  tables: Table[];
}

export interface DecidedTable {
  table: string;
  rule: string;
  outcome: string;
  criterion?: string; // of the rule, as it is worded for this patient
}

export interface CountValue {
  count: string;
  value: FactValue;
  holding: string[]; // ids of the criteria that hold
}

/** What was decided, table by table in the order in which they were asked. */
export interface Decided {
  guideline: { key: string; id: string; version: string; occasion: "order" | "chart" };
  silent?: string;
  cards: { id: string; indicator: "info" | "warning"; summary: string; detail: string; advice: string[] }[];
  tables: DecidedTable[];
  counts: CountValue[];
}

/** POST /workbench/why/{service}?guideline=KEY&date=YYYY-MM-DD with the body of a hook request. 200, or an OperationOutcome. */
export interface Why extends Decided {
  date: string; // the day of the evaluation
  notOurs?: string; // no order is for one of our drugs, no such drug is taken, or a patient asks: then there is nothing else
  facts: Fact[];
  dataQuality: string[]; // "t-score-as-text"
  outOfScope?: string; // "hospice", "pregnancy-conflict": why nothing else is said of this patient, of the next scan neither
  history: History;
}

/** POST /workbench/decide?guideline=KEY&occasion=order|chart with {"facts": {name: value}}: what is left out is unknown. 422 says which facts no patient has. */
export type Decision = Decided;

/** Bone density and drugs over time, as the guideline reads them. POST /smart/view answers Why, too. */
export interface History {
  densities: Density[];
  drugs: DrugPeriod[];
  nextDxa?: NextDxa; // left out if the guideline says nothing of scans here
}

export interface NextDxa {
  standing:
    | "none-known" // due, for there was none
    | "non-central" // due, for only other sites than spine and hip were measured
    | "overdue"
    | "due"
    | "not-due"
    | "ordered" // due, and ordered or booked
    | "no-value" // the last one gives no T-score that can be used
    | "undated" // there was one, on a day that nobody wrote down
    | "not-looked-up"; // there may be another one that could not be looked up
  found?: string; // the day of the newest scan on record
  window?: ScanWindow; // only if `found` is surely the last
  scansLookedUp: boolean;
  ordersLookedUp: boolean;
}

/** The days between which the guideline wants it. */
export interface ScanWindow {
  from: string;
  latest: string;
}

export interface Density {
  date: string;
  site: "lumbar spine" | "spine" | "total hip" | "femoral neck" | "femur"; // central ones alone decide
  tScore?: number;
  bmd?: number; // g/cm2
  source: string; // "Observation/123"
}

export interface DrugPeriod {
  drug: string; // "letrozole", "denosumab 60 mg", "bisphosphonate", "other agent"
  group: "aromatase inhibitor" | "bone agent";
  kind: "order" | "statement" | "dose" | "draft";
  from?: string;
  to?: string; // of one that has ended; left out if it goes on or nobody knows
  now: boolean; // taken on the day of the evaluation
  source: string;
}

/** GET /workbench/about */
export interface About {
  version: string;
  guideline: string; // the key of the one that the service advises by
  guidelines: string[]; // all keys
  date: string; // the day of the service
  dateIsFixed: boolean; // --as-of
  services: { id: string; hook: string; title: string; description: string }[];
  fhirServers: string[]; // that calls may name, beside those on this machine
}

/** GET /smart/configuration: what the bone-health view starts with. */
export interface SmartConfiguration {
  clientId: string;
  scope: string;
  hook: string; // "patient-view": of the hook request that POST /smart/view takes
  prefetch: Record<string, string>; // its templates: what it wants to be told
  guideline: Guideline; // of the service, on opening a chart: for the thresholds and the risk factors that the view names
}

/** GET /dashboard/data on the admin port. */
export interface Dashboard {
  since: string; // when this process was started, RFC 3339
  outcomes: OutcomeLine[];
  unknownFacts: { fact: string; label: string; looked: boolean; count: number }[]; // since the start
  silent: { service: string; reason: string; count: number }[]; // since the start
}

/** Of the cards shown on one day by one guideline. */
export interface OutcomeLine {
  day: string;
  card: string;
  guideline: string;
  shown: number;
  accepted: number;
  overridden: number;
  reasons: Record<string, number>; // of overrides
}

/** GET /web/sample-patients.json: the golden patients, tests/patients/README.md. */
export interface SamplePatient {
  id: string; // "V03"
  as_of: string;
  title: string;
  rationale: string;
  patientId: string;
  draftOrders: Bundle;
  record: Bundle;
  expect: Record<string, { advice: string[]; must_not: string[]; indicator: string | null }>;
}

export interface Bundle {
  resourceType: "Bundle";
  type: string;
  entry?: { resource: Resource }[];
}

export interface Resource {
  resourceType: string;
  id?: string;
  [member: string]: unknown;
}
