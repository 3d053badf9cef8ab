// What the workbench reads once, at its start.
import type { About, Guideline, SamplePatient, Variable } from "../common/api";
import { fetchJson } from "../common/http";
import type { Service } from "./hooks";

export interface Setting {
  about: About;
  services: Service[];
  guidelines: Guideline[];
  samples: SamplePatient[];
}

export async function loadSetting(): Promise<Setting> {
  const [about, discovery, guidelines, samples] = await Promise.all([
    fetchJson<About>("/workbench/about"),
    fetchJson<{ services: Service[] }>("/cds-services"),
    fetchJson<Guideline[]>("/workbench/guidelines"),
    fetchJson<SamplePatient[]>("/web/sample-patients.json"),
  ]);
  return { about, services: discovery.services, guidelines, samples };
}

export const guidelineOf = (guidelines: Guideline[], key: string, occasion: string) =>
  guidelines.find((one) => one.key === key && one.occasion === occasion);

export const variablesOf = (guideline?: Guideline): Map<string, Variable> =>
  new Map((guideline?.variables ?? []).map((variable) => [variable.name, variable]));
