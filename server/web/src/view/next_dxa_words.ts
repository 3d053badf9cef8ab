// What is said of the next scan: no more than the guideline says.
import type { NextDxa } from "../common/api";
import { dayInWords } from "../common/chart_days";

export interface Wording {
  tone: "" | "good" | "warning" | "bad";
  headline: string;
  more: string[];
}

const metastases = "Bone metastases are on record: another disease, with another schedule.";

// By the reason of a silence, or the outcome whose card stands alone.
const outOfScopeInWords: Record<string, string> = {
  child: "The patient is under 18, and the guideline is for adults.",
  infertility: "The drug seems to be taken for infertility, which the guideline is not about.",
  hospice: "Hospice care is on record.",
  "pregnancy-conflict": "Pregnancy is on record: no bone density scan is advised.",
  "bone-metastases": metastases,
  "bone-metastasis-regimen": metastases,
  "metastatic-on-agent": metastases,
};

export function nextDxaInWords(next: NextDxa | undefined, outOfScope: string | undefined): Wording {
  if (!next) return { tone: "", headline: "Nothing is said of the next scan.", more: [whyNothing(outOfScope)] };
  const wording = standingInWords(next);
  return { ...wording, more: [...wording.more, ...notLookedUp(next)] };
}

function whyNothing(outOfScope: string | undefined): string {
  if (!outOfScope) return "The guideline has no rule about it here.";
  return outOfScopeInWords[outOfScope] ?? `The guideline says why: ${outOfScope.replaceAll("-", " ")}.`;
}

function standingInWords(next: NextDxa): Wording {
  const from = next.window && dayInWords(next.window.from);
  const latest = next.window && dayInWords(next.window.latest);
  const found = next.found && dayInWords(next.found);
  switch (next.standing) {
    case "none-known":
      return said("warning", "Due now: no DXA is on record.");
    case "non-central":
      return said("warning", "Due now: only sites other than spine and hip were measured.");
    case "overdue":
      return latest ? said("bad", `Overdue since ${latest}`, `It was due from ${from}.`) : said("bad", "Overdue");
    case "due":
      return latest ? said("warning", `Due now, by ${latest} at the latest`, `It has been due since ${from}.`) : said("warning", "Due now");
    case "not-due":
      return latest ? said("good", `Due from ${from}, by ${latest} at the latest`, "Not due today.") : said("", "Not due today");
    case "ordered":
      return said("good", "A scan is ordered or booked already.", latest && `It is wanted from ${from}, by ${latest} at the latest.`);
    case "no-value":
      return said("", `The scan of ${found} has no T-score that can be used.`, "Read the original report.", latest && `The next is due from ${from}, by ${latest} at the latest.`);
    case "undated":
      return said("", "A scan is on record without its day.", "Find out when it was done.");
    case "not-looked-up":
      return found
        ? said("warning", "There may be a later scan, which could not be looked up.", `Check for one: the newest that was found is of ${found}.`)
        : said("warning", "There may be a scan, which could not be looked up.", "Check for one: none was found.");
  }
}

const said = (tone: Wording["tone"], headline: string, ...more: (string | undefined)[]): Wording => ({ tone, headline, more: more.filter((text) => text !== undefined) });

// Whoever is told to order one, or that none is due, has to know of what nobody could look up.
function notLookedUp({ standing, found, scansLookedUp, ordersLookedUp }: NextDxa): string[] {
  const notes = [];
  if (!scansLookedUp && standing !== "not-looked-up") notes.push(`Not all scans could be looked up${found ? `; the newest that was found is of ${dayInWords(found)}` : ""}.`);
  if (!ordersLookedUp && ["none-known", "non-central", "overdue", "due", "not-looked-up"].includes(standing)) notes.push("Whether one is ordered could not be looked up completely.");
  return notes;
}
