// Hook requests as EHRs send them: of a sample patient with all that a service asks for prefetched, or of a patient on a
// FHIR server, from which the service fetches.
import type { Resource, SamplePatient } from "../common/api";
import { medicationOf, withDrug } from "./drugs";
import type { HookName, HookRequest, Service } from "./hooks";
import { answerOf } from "./record_search";

/** The call of `service` about a sample patient. `drug` is "" where the order stays as it is. */
export function sampleRequest(service: Service, sample: SamplePatient, drug: string): HookRequest {
  const hook = service.hook as HookName;
  const drafted = resourcesOf(sample.draftOrders);
  const orders = drug ? withDrug(drafted, drug) : drafted;
  const record = resourcesOf(sample.record).concat(hook === "patient-view" ? orders.map(signed) : []);
  const prefetch = Object.entries(service.prefetch ?? {}).map(([key, template]) => [key, answerOf(template, sample.patientId, record)]);
  return {
    hook,
    hookInstance: crypto.randomUUID(),
    context: contextOf(hook, sample.patientId, orders),
    prefetch: Object.fromEntries(prefetch),
  };
}

/** The call about a patient on a FHIR server that is open to all. */
export function serverRequest(service: Service, fhirServer: string, patientId: string, drug: string): HookRequest {
  const hook = service.hook as HookName;
  const order = {
    resourceType: "MedicationRequest",
    id: "order",
    status: "draft",
    intent: "order",
    medicationCodeableConcept: medicationOf(drug),
    subject: { reference: `Patient/${patientId}` },
  };
  return { hook, hookInstance: crypto.randomUUID(), fhirServer, context: contextOf(hook, patientId, [order]) };
}

function contextOf(hook: HookName, patientId: string, orders: Resource[]): HookRequest["context"] {
  const context: HookRequest["context"] = { userId: signerOf(orders), patientId };
  const encounter = referenceIn(orders, "encounter")?.split("/").at(-1);
  if (encounter && hook !== "patient-view") context.encounterId = encounter;
  if (hook === "patient-view") return context;
  context.draftOrders = { resourceType: "Bundle", type: "collection", entry: orders.map((resource) => ({ resource })) };
  if (hook === "order-select") context.selections = orders.map(({ resourceType, id }) => `${resourceType}/${id}`);
  return context;
}

const resourcesOf = (bundle: SamplePatient["record"]) => (bundle.entry ?? []).map(({ resource }) => resource);
const signed = (order: Resource) => (order.status === "draft" ? { ...order, status: "active" } : order);
const signerOf = (orders: Resource[]) => referenceIn(orders, "requester") ?? "Practitioner/example";

const referenceIn = (orders: Resource[], member: string) =>
  orders.map((order) => (order[member] as { reference?: string } | undefined)?.reference).find(Boolean);
