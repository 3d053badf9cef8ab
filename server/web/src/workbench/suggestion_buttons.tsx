// The suggestions of a card: accepting one shows what an EHR would create, and tells the service.
import { useState } from "preact/hooks";
import { messageOf } from "../common/http";
import { sendAccepted } from "./feedback";
import type { Card, Suggestion } from "./hooks";
import { JsonText } from "./json_text";

interface Parts {
  card: Card;
  service: string;
}

export function SuggestionButtons({ card, service }: Parts) {
  const [accepted, setAccepted] = useState<Suggestion[]>([]);
  const [said, say] = useState("");
  const isFull = card.selectionBehavior === "at-most-one" && accepted.length > 0;
  const accept = (suggestion: Suggestion) => {
    setAccepted((before) => [...before, suggestion]);
    if (!card.uuid || !suggestion.uuid) return say("Nothing to tell: the card or the suggestion has no uuid.");
    sendAccepted(service, card, suggestion.uuid).then(
      () => say(`The service was told: "${suggestion.label}" accepted.`),
      (error) => say(`The service could not be told: ${messageOf(error)}`),
    );
  };
  return (
    <div class="stack close">
      <div class="row">
        {card.suggestions!.map((suggestion) => (
          <button
            key={suggestion.uuid ?? suggestion.label}
            type="button"
            class="main"
            disabled={isFull || accepted.includes(suggestion)}
            onClick={() => accept(suggestion)}
          >
            {suggestion.label}
          </button>
        ))}
      </div>
      <p role="status" class="small">
        {said}
      </p>
      {accepted.map((suggestion) => (
        <Created key={suggestion.uuid ?? suggestion.label} suggestion={suggestion} />
      ))}
    </div>
  );
}

function Created({ suggestion }: { suggestion: Suggestion }) {
  return (
    <>
      {(suggestion.actions ?? []).map((action, index) => (
        <div key={index} class="stack close">
          <p class="small">
            <span class="badge good">accepted</span> An EHR would do this: {action.description ?? action.type}
          </p>
          {action.resource && <JsonText label={`Resource of ${suggestion.label}`} text={JSON.stringify(action.resource, null, 2)} />}
        </div>
      ))}
    </>
  );
}
