// The reasons for which a clinician may override a card; choosing one tells the service.
import { useId, useState } from "preact/hooks";
import { messageOf } from "../common/http";
import { sendOverridden } from "./feedback";
import type { Card, Coding } from "./hooks";

interface Parts {
  card: Card;
  service: string;
  reasons: Coding[];
}

export function OverrideMenu({ card, service, reasons }: Parts) {
  const id = useId();
  const [reason, setReason] = useState(0);
  const [said, say] = useState("");
  const override = () => {
    const word = reasons[reason].display ?? reasons[reason].code;
    sendOverridden(service, card, reasons[reason]).then(
      () => say(`The service was told: overridden, "${word}".`),
      (error) => say(`The service could not be told: ${messageOf(error)}`),
    );
  };
  return (
    <details class="override">
      <summary class="small">Override this card</summary>
      <div class="row">
        <label class="only-read" for={id}>
          Reason to override: {card.summary}
        </label>
        <select id={id} value={reason} onChange={(event) => setReason(Number(event.currentTarget.value))}>
          {reasons.map(({ code, display }, index) => (
            <option key={code} value={index}>
              {display ?? code}
            </option>
          ))}
        </select>
        <button type="button" onClick={override}>
          Override
        </button>
        <p role="status" class="small">
          {said}
        </p>
      </div>
    </details>
  );
}
