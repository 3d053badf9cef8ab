// What two guidelines say of the same sample patients.
import type { Guideline, SamplePatient, Why } from "../common/api";
import { fetchJson, messageOf } from "../common/http";
import { sampleRequest } from "../workbench/hook_request";
import type { Service } from "../workbench/hooks";

export interface Compared {
  sample: SamplePatient;
  first: string[]; // advice, or why there is none
  second: string[];
  problem?: string; // why they could not be compared
}

const atOnce = 2;

/** Asks about every sample under both, a few at a time, and tells each result as it comes, until `signal` says that nobody wants more. */
export async function comparePatients(
  pair: [Guideline, Guideline],
  services: Service[],
  samples: SamplePatient[],
  tell: (compared: Compared) => void,
  signal: AbortSignal,
): Promise<void> {
  const service = services.find(({ hook }) => hook === (pair[0].occasion === "chart" ? "patient-view" : "order-sign"));
  if (!service) throw new Error("The service has no hook for these guidelines.");
  const waiting = [...samples];
  const work = async () => {
    for (let sample = waiting.shift(); sample && !signal.aborted; sample = waiting.shift()) tell(await compared(pair, service, sample, signal));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function compared(pair: [Guideline, Guideline], service: Service, sample: SamplePatient, signal: AbortSignal): Promise<Compared> {
  try {
    const body = JSON.stringify(sampleRequest(service, sample, ""));
    const [first, second] = await Promise.all(pair.map(({ key }) => adviceUnder(key, service.id, sample.as_of, body, signal)));
    return { sample, first, second };
  } catch (error) {
    return { sample, first: [], second: [], problem: messageOf(error) };
  }
}

async function adviceUnder(guideline: string, service: string, date: string, body: string, signal: AbortSignal): Promise<string[]> {
  const why = await fetchJson<Why>(`/workbench/why/${service}?${new URLSearchParams({ guideline, date })}`, body, signal);
  if (why.notOurs) return [why.notOurs];
  const advice = [...new Set(why.cards.flatMap((card) => card.advice))].sort();
  return advice.length ? advice : [why.silent ? `silent: ${why.silent}` : "no card"];
}

export const differs = ({ first, second, problem }: Compared): boolean => !problem && first.join() !== second.join();

/** The words of `one` that `other` does not have. */
export const beyond = (one: string[], other: string[]): string[] => one.filter((word) => !other.includes(word));
