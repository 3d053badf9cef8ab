// The launch: by an EHR, which names its FHIR server, or by a user who types one.
import { useEffect, useState } from "preact/hooks";
import { PageFrame } from "../common/page_frame";
import { askAuthorization } from "./authorization";

export function Launch() {
  const address = new URLSearchParams(location.search);
  const iss = address.get("iss");
  return (
    <PageFrame title="Bone health">
      {iss ? <Launching iss={iss} launch={address.get("launch") ?? undefined} /> : <ServerForm />}
    </PageFrame>
  );
}

function Launching({ iss, launch }: { iss: string; launch?: string }) {
  const [problem, setProblem] = useState("");
  useEffect(() => void askAuthorization(iss, launch).catch((error: Error) => setProblem(error.message)), [iss, launch]);
  if (problem === "") return <p role="status">Asking the EHR for access…</p>;
  return (
    <div class="stack">
      <p class="notice bad" role="alert">
        {problem}
      </p>
      <ServerForm iss={iss} />
    </div>
  );
}

function ServerForm({ iss = "" }: { iss?: string }) {
  const [server, setServer] = useState(iss);
  const submit = (event: Event) => {
    event.preventDefault();
    location.assign(`/smart/launch?${new URLSearchParams({ iss: server.trim() })}`);
  };
  return (
    <form class="panel stack" onSubmit={submit}>
      <h2>Open the bone-health view</h2>
      <p>It opens from the patient's chart in the EHR. To open it from here, say which FHIR server holds the patient; you will then sign in there.</p>
      <div>
        <label for="server">FHIR server</label>
        <input
          id="server"
          type="url"
          required
          placeholder="https://ehr.example.org/fhir/R4"
          value={server}
          onInput={({ currentTarget }) => setServer(currentTarget.value)}
        />
      </div>
      <div>
        <button class="main">Sign in</button>
      </div>
    </form>
  );
}
