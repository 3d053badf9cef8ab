// The cards of an answer, or why there are none.
import type { Why } from "../common/api";
import { CardView } from "./card_view";
import { refusalOf } from "./exchange";
import { cardsOf, type Card } from "./hooks";
import type { Findings } from "./use_findings";

export function CardsPanel({ findings }: { findings: Findings }) {
  const { exchange, problem, call, why, whyNot } = findings;
  if (!exchange) return <p class="notice bad">{problem}</p>;
  const cards = cardsOf(exchange.body);
  if (exchange.status !== 200 || !cards) return <Refused status={exchange.status} text={refusalOf(exchange)} />;
  return (
    <div class="stack">
      {cards.map((card) => (
        <CardView key={`${exchange.milliseconds}-${card.uuid}`} card={card} service={call.service} />
      ))}
      {!cards.length && <Silent text={why ? silence(why) : (whyNot ?? "")} />}
      {why && <Withheld summaries={withheld(why, cards)} />}
    </div>
  );
}

const Refused = ({ status, text }: { status: number; text: string }) => (
  <div class="notice bad">
    <h3>Refused with status {status}</h3>
    <p>{text}</p>
  </div>
);

const Silent = ({ text }: { text: string }) => (
  <div class="notice">
    <h3>Silent: no cards</h3>
    <p>{text}</p>
  </div>
);

/** Why nothing is said, in words. */
export function silence(why: Why): string {
  if (why.notOurs) return `Not an order or a drug that the service speaks about: ${why.notOurs}.`;
  if (why.silent) return `The guideline keeps silent: ${why.silent}.`;
  return why.cards.length ? "All that there is to say was overridden before." : "No table of the guideline has anything to say.";
}

/** What the guideline says and the answer does not: cards that were overridden before are not shown again. */
export function withheld(why: Why, shown: Card[]): string[] {
  if (why.notOurs) return [];
  return why.cards.map(({ summary }) => summary).filter((summary) => !shown.some((card) => card.summary === summary));
}

function Withheld({ summaries }: { summaries: string[] }) {
  if (!summaries.length) return null;
  return (
    <div class="notice warning">
      <h3>Not shown again, for it was overridden before</h3>
      <ul>
        {summaries.map((summary) => (
          <li key={summary}>{summary}</li>
        ))}
      </ul>
    </div>
  );
}
