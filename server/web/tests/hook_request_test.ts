import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import type { Bundle, Resource, SamplePatient } from "../src/common/api";
import { sampleRequest, serverRequest } from "../src/workbench/hook_request";

globalThis.crypto ??= webcrypto as Crypto; // Node.js 18 has none

const subject = { reference: "Patient/p" };
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const bundle = (...resources: Resource[]): Bundle => ({ resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) });

const letrozole = {
  resourceType: "MedicationRequest",
  id: "order",
  status: "draft",
  medicationCodeableConcept: { ...coded("rxnorm", "200064"), text: "letrozole 2.5 MG Oral Tablet" },
  subject,
  requester: { reference: "Practitioner/doctor" },
  encounter: { reference: "Encounter/visit" },
};
const sample: SamplePatient = {
  id: "V00",
  as_of: "2026-06-15",
  title: "",
  rationale: "",
  patientId: "p",
  expect: {},
  draftOrders: bundle({ resourceType: "ServiceRequest", id: "lab", status: "draft", subject }, letrozole),
  record: bundle(
    { resourceType: "Patient", id: "p" },
    { resourceType: "Observation", id: "older", code: coded("loinc", "1"), subject, effectiveDateTime: "2024-01-01" },
    { resourceType: "Observation", id: "newer", code: coded("loinc", "1"), subject, effectiveDateTime: "2026-01-01" },
    { resourceType: "Observation", id: "other-code", code: coded("loinc", "2"), subject },
    { resourceType: "Observation", id: "other-patient", code: coded("loinc", "1"), subject: { reference: "Patient/q" } },
    { resourceType: "Appointment", id: "visit", participant: [{ actor: subject }] },
  ),
};
const service = (hook: string) => ({
  id: "service",
  hook,
  prefetch: {
    patient: "Patient/{{context.patientId}}",
    density: "Observation?patient={{context.patientId}}&code=loinc|1,loinc|9&_sort=-date&_count=200",
    medications: "MedicationRequest?patient={{context.patientId}}&_sort=-authoredon",
    appointments: "Appointment?patient={{context.patientId}}",
  },
});
const ids = (value: unknown) => ((value as Bundle).entry ?? []).map(({ resource }) => resource.id);

test("order-sign brings the draft orders, who signs and the visit", () => {
  const { hook, context } = sampleRequest(service("order-sign"), sample, "");
  assert.equal(hook, "order-sign");
  assert.deepEqual(ids(context.draftOrders), ["lab", "order"]);
  assert.equal(context.userId, "Practitioner/doctor");
  assert.equal(context.encounterId, "visit");
  assert.equal(context.selections, undefined);
});

test("prefetch holds what each template finds, the newest first", () => {
  const { prefetch } = sampleRequest(service("order-sign"), sample, "");
  assert.equal((prefetch!.patient as Resource).id, "p");
  assert.deepEqual(ids(prefetch!.density), ["newer", "older"]);
  assert.deepEqual(ids(prefetch!.appointments), ["visit"]);
  assert.deepEqual(prefetch!.medications, { resourceType: "Bundle", type: "searchset", total: 0 });
});

test("order-select names all orders as selected", () => {
  const { context } = sampleRequest(service("order-select"), sample, "");
  assert.deepEqual(context.selections, ["ServiceRequest/lab", "MedicationRequest/order"]);
});

test("on opening the chart the orders are signed and on record", () => {
  const { context, prefetch } = sampleRequest(service("patient-view"), sample, "");
  assert.equal(context.draftOrders, undefined);
  assert.equal(((prefetch!.medications as Bundle).entry![0].resource as Resource).status, "active");
});

test("another drug takes the place of the aromatase inhibitor and of nothing else", () => {
  const { context } = sampleRequest(service("order-sign"), sample, "exemestane");
  const [lab, order] = context.draftOrders!.entry!.map(({ resource }) => resource);
  assert.equal(lab.medicationCodeableConcept, undefined);
  assert.equal((order.medicationCodeableConcept as { coding: { code: string }[] }).coding[0].code, "310261");
});

test("a search that the workbench cannot make is an error, and no empty answer", () => {
  const unknown = { ...service("order-sign"), prefetch: { odd: "Observation?patient={{context.patientId}}&value=1" } };
  assert.throws(() => sampleRequest(unknown, sample, ""), /value/);
  const token = { ...service("order-sign"), prefetch: { odd: "Encounter/{{context.encounterId}}" } };
  assert.throws(() => sampleRequest(token, sample, ""), /token/);
});

test("a call about a patient on a FHIR server prefetches nothing", () => {
  const request = serverRequest(service("order-sign"), "http://127.0.0.1:8090/fhir", "x", "anastrozole");
  assert.equal(request.prefetch, undefined);
  assert.equal(request.fhirServer, "http://127.0.0.1:8090/fhir");
  const order = request.context.draftOrders!.entry![0].resource;
  assert.deepEqual(order.subject, { reference: "Patient/x" });
  assert.match(JSON.stringify(order), /199224/);
});
