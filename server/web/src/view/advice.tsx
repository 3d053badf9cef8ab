// What the guideline advises today: the cards that opening the chart would show.
import type { Guideline, Why } from "../common/api";
import { Markdown } from "../common/markdown";

// Why the guideline was not asked.
const notAsked: Record<string, string> = {
  "patient-or-relative": "You have opened this view as a patient or a relative. What it says is meant for clinicians, so nothing is shown here. Please ask your care team.",
  "not-on-an-ai": "No aromatase inhibitor is taken by what is on record, so the guideline has nothing to say.",
  "order-not-readable": "Not all drugs on record could be read, so it is not known whether an aromatase inhibitor is taken.",
};

const words = (id: string) => id.replaceAll("-", " ");

export function Advice({ why, guideline }: { why: Why; guideline?: Guideline }) {
  return (
    <section class="panel stack" aria-labelledby="advice">
      <div>
        <h2 id="advice">Advice today</h2>
        <p class="small muted">
          By {guideline?.title ?? why.guideline?.id ?? "the service's guideline"}
          {guideline && `, version ${guideline.version}${guideline.signOff ? "" : "; not signed off by anybody"}`}.
        </p>
      </div>
      {why.notOurs && <p class="notice">{notAsked[why.notOurs] ?? words(why.notOurs)}</p>}
      {!why.notOurs && why.cards.length === 0 && <p>The guideline has no advice today{why.silent ? ` (${words(why.silent)})` : ""}.</p>}
      {why.cards?.map((card) => (
        <article key={card.id} class={`notice advice ${card.indicator}`}>
          <h3>
            <span class={`badge ${card.indicator}`}>{card.indicator}</span> {card.summary}
          </h3>
          <Markdown text={card.detail} />
        </article>
      ))}
    </section>
  );
}
