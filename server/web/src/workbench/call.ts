// From what is chosen to a call: its service, guideline, day and body.
import type { SamplePatient } from "../common/api";
import type { Choice } from "./choice";
import { drugs } from "./drugs";
import { sampleRequest, serverRequest } from "./hook_request";
import { isHookName } from "./hooks";
import type { Setting } from "./setting";

export interface Call {
  service: string;
  guideline: string;
  date: string;
  body: string;
}

/** What is typed in, beside what is chosen. */
export interface Typed {
  fhirServer: string;
  patientId: string;
  request: string;
}

/** The call that is meant. Throws an error that says in words what is wrong with what was typed. */
export function callOf(setting: Setting, choice: Choice, typed: Typed): Call {
  if (choice.from === "pasted") return pastedCall(setting, choice, typed.request);
  const service = serviceOf(setting, choice.hook);
  const sample = choice.from === "sample" ? sampleOf(setting, choice.patient) : undefined;
  const request = sample ? sampleRequest(service, sample, choice.drug) : ofServer(service, choice, typed);
  return { ...framed(setting, choice, sample?.as_of), service: service.id, body: JSON.stringify(request) };
}

export function sampleOf({ samples }: Setting, id: string): SamplePatient {
  const sample = samples.find((one) => one.id === id);
  if (!sample) throw new Error(`There is no sample patient ${id}.`);
  return sample;
}

/** Where it is fired: the hook itself, or the same as if the service followed another guideline on another day. */
export function pathOf({ about }: Setting, { service, guideline, date }: Call): string {
  if (guideline === about.guideline && date === about.date) return `/cds-services/${service}`;
  return `/workbench/cds-services/${service}?${new URLSearchParams({ guideline, date })}`;
}

export const whyPathOf = ({ service, guideline, date }: Call): string =>
  `/workbench/why/${service}?${new URLSearchParams({ guideline, date })}`;

const framed = ({ about }: Setting, choice: Choice, day?: string) => ({
  guideline: choice.guideline || about.guideline,
  date: choice.date || day || about.date,
});

function serviceOf({ services }: Setting, hook: string) {
  const service = services.find((one) => one.hook === hook);
  if (!service) throw new Error(`The service has nothing for the hook ${hook}.`);
  return service;
}

function ofServer(service: Setting["services"][number], choice: Choice, { fhirServer, patientId }: Typed) {
  if (!/^https?:\/\/[^\s]+$/.test(fhirServer)) throw new Error("The FHIR server is a URL, such as http://127.0.0.1:8090/fhir/R4.");
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(patientId)) throw new Error("The patient is the id of a FHIR Patient: letters, digits, - and . only.");
  return serverRequest(service, fhirServer, patientId, choice.drug || drugs[0].name);
}

function pastedCall(setting: Setting, choice: Choice, text: string): Call {
  const hook = hookOf(text);
  return { ...framed(setting, choice), service: serviceOf(setting, hook).id, body: text };
}

function hookOf(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new Error(`The request is no JSON: ${(error as Error).message}`);
  }
  const hook = (body as { hook?: unknown } | null)?.hook;
  if (!isHookName(hook)) throw new Error('The request has no "hook" that the service knows: order-sign, order-select or patient-view.');
  return hook;
}
