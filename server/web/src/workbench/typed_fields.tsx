// What is typed in where no sample is used: a FHIR server and a patient, or a whole request.
import { useId } from "preact/hooks";
import type { Typed } from "./call";

interface Parts {
  typed: Typed;
  onType: (typed: Typed) => void;
}

export function ServerFields({ typed, onType, servers }: Parts & { servers: string[] }) {
  const id = useId();
  return (
    <div class="stack close">
      <div>
        <label for={`${id}-server`}>FHIR server</label>
        <input
          id={`${id}-server`}
          type="url"
          list={`${id}-servers`}
          placeholder="http://127.0.0.1:8090/fhir/R4"
          value={typed.fhirServer}
          onInput={(event) => onType({ ...typed, fhirServer: event.currentTarget.value.trim() })}
        />
        <datalist id={`${id}-servers`}>
          {servers.map((server) => (
            <option key={server} value={server} />
          ))}
        </datalist>
      </div>
      <div>
        <label for={`${id}-patient`}>Patient id</label>
        <input id={`${id}-patient`} value={typed.patientId} onInput={(event) => onType({ ...typed, patientId: event.currentTarget.value.trim() })} />
      </div>
      <p class="small muted">The service fetches from this server. It may be one on this machine, or one that the service was started with.</p>
    </div>
  );
}

export function RequestField({ typed, onType }: Parts) {
  const id = useId();
  return (
    <div>
      <label for={id}>Hook request, as JSON</label>
      <textarea
        id={id}
        rows={14}
        spellcheck={false}
        placeholder='{"hook": "order-sign", "hookInstance": "...", "context": {...}, "prefetch": {...}}'
        value={typed.request}
        onInput={(event) => onType({ ...typed, request: event.currentTarget.value })}
      />
    </div>
  );
}
