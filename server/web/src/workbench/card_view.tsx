// A card as an EHR shows it.
import { Markdown } from "../common/markdown";
import type { Card } from "./hooks";
import { OverrideMenu } from "./override_menu";
import { SuggestionButtons } from "./suggestion_buttons";
import { WebLink } from "./web_link";

const words = { info: "Information", warning: "Warning", critical: "Critical" };

interface CardParts {
  card: Card;
  service: string;
}

export function CardView({ card, service }: CardParts) {
  const indicator = card.indicator in words ? card.indicator : "info";
  return (
    <article class={`card ${indicator}`}>
      <p>
        <span class={`badge ${indicator === "critical" ? "bad" : indicator}`}>{words[indicator]}</span>{" "}
        {card.source.topic?.display && <span class="muted small">{card.source.topic.display}</span>}
      </p>
      <h3>{card.summary}</h3>
      {card.detail && <Markdown text={card.detail} />}
      {!!card.suggestions?.length && <SuggestionButtons card={card} service={service} />}
      {!!card.links?.length && <Links links={card.links} />}
      <p class="small muted">
        Source: <WebLink url={card.source.url} label={card.source.label} />
      </p>
      {!!card.overrideReasons?.length && card.uuid && <OverrideMenu card={card} service={service} reasons={card.overrideReasons} />}
    </article>
  );
}

function Links({ links }: { links: NonNullable<Card["links"]> }) {
  return (
    <ul class="links">
      {links.map(({ label, url, type }) => (
        <li key={url}>
          <WebLink url={url} label={label} />{" "}
          {type === "smart" && <span class="badge">SMART app: an EHR opens it with the patient in context</span>}
        </li>
      ))}
    </ul>
  );
}
