// All sample patients under one guideline, each with what was shown against what is expected.
import type { SamplePatient } from "../common/api";
import { messageOf } from "../common/http";
import { callOf, pathOf } from "./call";
import { firstChoice, type Choice } from "./choice";
import { post, refusalOf } from "./exchange";
import { adviceOf, verdict, type Verdict } from "./expectation";
import { cardsOf } from "./hooks";
import { guidelineOf, type Setting } from "./setting";

export interface SampleResult {
  sample: SamplePatient;
  advice: string[];
  milliseconds?: number;
  verdict?: Verdict; // none where nothing is expected
  problem?: string; // why there are no cards
}

const atOnce = 4;

/** Fires the order of every sample, a few at a time, and tells each result as it comes. */
export async function checkSamples(setting: Setting, key: string, hook: Choice["hook"], tell: (result: SampleResult) => void): Promise<void> {
  const waiting = [...setting.samples];
  const work = async () => {
    for (let sample = waiting.shift(); sample; sample = waiting.shift()) tell(await checked(setting, key, hook, sample));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function checked(setting: Setting, key: string, hook: Choice["hook"], sample: SamplePatient): Promise<SampleResult> {
  const choice: Choice = { ...firstChoice, patient: sample.id, hook, guideline: key };
  try {
    const call = callOf(setting, choice, { fhirServer: "", patientId: "", request: "" });
    const exchange = await post(pathOf(setting, call), call.body);
    const cards = cardsOf(exchange.body);
    if (exchange.status !== 200 || !cards) return { sample, advice: [], problem: refusalOf(exchange) };
    const expected = expectationOf(setting, choice, sample);
    return { sample, advice: adviceOf(cards), milliseconds: exchange.milliseconds, verdict: expected && verdict(expected, cards) };
  } catch (error) {
    return { sample, advice: [], problem: messageOf(error) };
  }
}

/** What is expected of a sample under what is chosen: nothing of opening the chart, of another drug or another day. */
export function expectationOf(setting: Setting, choice: Choice, sample: SamplePatient) {
  const isOwnCase = choice.hook !== "patient-view" && !choice.drug && (!choice.date || choice.date === sample.as_of);
  return isOwnCase ? sample.expect[guidelineId(setting, choice.guideline)] : undefined;
}

/** The id of a guideline, under which the samples list what they expect. */
export function guidelineId({ about, guidelines }: Setting, key: string): string {
  const chosen = key || about.guideline;
  return guidelineOf(guidelines, chosen, "order")?.id ?? chosen;
}
