// All that the view shows: the patient, whom only this browser knows, and what the service makes of the record.
import type { Guideline, Resource, SmartConfiguration, Why } from "../common/api";
import { fetchJson } from "../common/http";
import { queries, readRecord } from "./prefetch";
import { noPatient, noPatientRecord } from "./problem";
import { openSession, type Client } from "./session";
import { userOf } from "./user";

export interface BoneHealth {
  patient: Resource;
  why: Why;
  guideline: Guideline;
  unread: string[]; // prefetch keys
}

export async function boneHealth(): Promise<BoneHealth> {
  const client = await openSession();
  const patientId = client.patient.id;
  if (!patientId) throw noPatient();
  const { hook, prefetch: templates, guideline } = await fetchJson<SmartConfiguration>("/smart/configuration");
  const { prefetch, unread } = await readRecord(client, queries(templates, patientId));
  const patient = prefetch["patient"] as Resource | undefined;
  if (patient?.resourceType !== "Patient") throw noPatientRecord();
  const why = await fetchJson<Why>("/smart/view", hookRequest(hook, client, patientId, prefetch));
  return { patient, why, guideline, unread };
}

function hookRequest(hook: string, client: Client, patientId: string, prefetch: object) {
  return {
    hook,
    hookInstance: crypto.randomUUID(),
    // Advice is not for patients.
    context: { userId: userOf(client.getIdToken()), patientId },
    prefetch,
  };
}
