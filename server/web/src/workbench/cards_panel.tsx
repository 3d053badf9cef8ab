// The cards of an answer, or why there are none.
import type { Why } from "../common/api";
import { CardView } from "./card_view";
import { refusalOf } from "./exchange";
import { cardsOf } from "./hooks";
import type { Findings } from "./use_findings";

export function CardsPanel({ findings }: { findings: Findings }) {
  const { exchange, problem, call } = findings;
  if (!exchange) return <p class="notice bad">{problem}</p>;
  const cards = cardsOf(exchange.body);
  if (exchange.status !== 200 || !cards) return <Refused status={exchange.status} text={refusalOf(exchange)} />;
  if (!cards.length) return <Silent why={findings.why} whyNot={findings.whyNot} />;
  return (
    <div class="stack">
      {cards.map((card) => (
        <CardView key={`${exchange.milliseconds}-${card.uuid}`} card={card} service={call.service} />
      ))}
      {!!findings.why?.withheld.length && <Withheld cards={findings.why.withheld} />}
    </div>
  );
}

const Refused = ({ status, text }: { status: number; text: string }) => (
  <div class="notice bad">
    <h3>Refused with status {status}</h3>
    <p>{text}</p>
  </div>
);

function Silent({ why, whyNot }: { why?: Why; whyNot?: string }) {
  return (
    <div class="notice">
      <h3>Silent: no cards</h3>
      <p>{why ? silence(why) : whyNot}</p>
      {!!why?.withheld?.length && <Withheld cards={why.withheld} />}
    </div>
  );
}

/** Why nothing is said, in words. */
export function silence(why: Why): string {
  if (why.notOurs) return why.notOurs;
  if (why.silent) return `The guideline keeps silent: ${why.silent}.`;
  return why.cards.length ? "All cards were overridden before." : "No table of the guideline has anything to say.";
}

const Withheld = ({ cards }: { cards: string[] }) => (
  <p class="notice warning">Left out, for they were overridden before: {cards.join(", ")}</p>
);
