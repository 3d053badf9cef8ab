// What is chosen, and its place in the URL, by which a finding is shared. Of sample patients only: the id of a patient
// on a FHIR server, or a pasted request, has no place in a URL.
import { isHookName, type HookName } from "./hooks";
import { drugs } from "./drugs";

export interface Choice {
  from: "sample" | "server" | "pasted";
  patient: string; // the id of a sample
  hook: HookName;
  drug: string; // "" as the sample has it
  guideline: string; // its key; "" the one that the service advises by
  date: string; // "" the sample's, else the service's
}

export const firstChoice: Choice = { from: "sample", patient: "V03", hook: "order-sign", drug: "", guideline: "", date: "" };

const shared = ["patient", "hook", "drug", "guideline", "date"] as const;

/** "#patient=V03&hook=order-sign"; what is as at first is left out, but the patient. */
export function hashOf(choice: Choice): string {
  if (choice.from !== "sample") return "";
  const told = shared.filter((name) => name === "patient" || name === "hook" || choice[name] !== firstChoice[name]);
  return `#${new URLSearchParams(told.map((name) => [name, choice[name]]))}`;
}

/** The choice that a hash tells, of which nothing is believed that cannot be. */
export function choiceOf(hash: string): Choice {
  const told = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (name: (typeof shared)[number], form: RegExp) => (form.test(told.get(name) ?? "") ? told.get(name)! : firstChoice[name]);
  const hook = told.get("hook");
  const drug = told.get("drug") ?? "";
  return {
    from: "sample",
    patient: text("patient", /^[A-Za-z0-9-]{1,20}$/),
    hook: isHookName(hook) ? hook : firstChoice.hook,
    drug: drugs.some(({ name }) => name === drug) ? drug : "",
    guideline: text("guideline", /^[A-Za-z0-9._-]{1,80}$/),
    date: text("date", /^\d{4}-\d\d-\d\d$/),
  };
}
