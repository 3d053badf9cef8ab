// When the next scan is due, in one line that is read first.
import type { History } from "../common/api";
import { dayInWords } from "../common/chart_days";

export function NextDxa({ history, today }: { history: History; today: string }) {
  const { tone, headline, more } = wording(history, today);
  return (
    <section class={`next-dxa notice ${tone}`} aria-labelledby="next-dxa">
      <h2 id="next-dxa">Next DXA</h2>
      <p class="headline">{headline}</p>
      {more && <p class="small">{more}</p>}
    </section>
  );
}

function wording({ nextDxa, densities }: History, today: string): { tone: string; headline: string; more?: string } {
  if (!nextDxa && densities.length === 0) return { tone: "warning", headline: "No usable DXA result is on record.", more: "What the guideline advises stands below." };
  if (!nextDxa) return { tone: "", headline: "No day can be told.", more: "None of the scans on record is one from which the guideline counts." };
  const { from, latest } = nextDxa;
  if (today > latest) return { tone: "bad", headline: `Overdue since ${dayInWords(latest)}`, more: `It was due from ${dayInWords(from)}.` };
  if (today >= from) return { tone: "warning", headline: `Due now, by ${dayInWords(latest)} at the latest`, more: `It has been due since ${dayInWords(from)}.` };
  return { tone: "good", headline: `Due from ${dayInWords(from)}, by ${dayInWords(latest)} at the latest`, more: "Not due today." };
}
