// The workbench: what is chosen at the left, what comes of it at the right. Choosing fires.
import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../common/http";
import { callOf, type Typed } from "./call";
import { choiceOf, hashOf, type Choice } from "./choice";
import { CallChoices, OriginChoice } from "./choice_form";
import { verdict } from "./expectation";
import { FindingsView } from "./findings_view";
import { cardsOf } from "./hooks";
import { PatientPicker } from "./patient_picker";
import { expectationOf, guidelineId } from "./sample_check";
import type { Setting } from "./setting";
import { RequestField, ServerFields } from "./typed_fields";
import { useFindings, type Findings } from "./use_findings";

export function Workbench({ setting }: { setting: Setting }) {
  const [choice, setChoice] = useState(() => choiceOf(location.hash));
  const [typed, setTyped] = useState<Typed>({ fhirServer: setting.about.fhirServers[0] ?? "", patientId: "", request: "" });
  const [tab, setTab] = useState("cards");
  const [problem, setProblem] = useState("");
  const firing = useFindings(setting);

  const fire = (chosen: Choice) => {
    try {
      setProblem("");
      firing.fire(callOf(setting, chosen, typed));
    } catch (error) {
      setProblem(messageOf(error));
      firing.forget();
    }
  };
  const choose = (part: Partial<Choice>) => {
    const chosen = { ...choice, ...part };
    setChoice(chosen);
    setProblem("");
    if (chosen.from === "sample") fire(chosen);
    if (part.from === "pasted" && !typed.request && firing.findings) setTyped({ ...typed, request: indented(firing.findings.call.body) });
  };
  const choosePatient = (patient: string) => {
    choose({ patient });
    if (tab === "check") setTab("cards");
  };
  useEffect(() => history.replaceState(null, "", hashOf(choice) || location.pathname), [choice]);
  useEffect(() => fire(choice), []);
  useHashChanges((told) => (setChoice(told), fire(told)));

  const sample = choice.from === "sample" ? setting.samples.find(({ id }) => id === choice.patient) : undefined;
  return (
    <div class="workbench">
      <section class="panel stack asked" aria-labelledby="asked">
        <h2 id="asked">The call</h2>
        <OriginChoice choice={choice} onChoose={choose} />
        {choice.from === "server" && <ServerFields typed={typed} onType={setTyped} servers={setting.about.fhirServers} />}
        {choice.from === "pasted" && <RequestField typed={typed} onType={setTyped} />}
        <CallChoices setting={setting} choice={choice} day={sample?.as_of ?? setting.about.date} onChoose={choose} />
        <div class="row">
          <button type="button" class="main" onClick={() => fire(choice)}>
            Fire
          </button>
          <button type="button" onClick={() => setTab("check")}>
            Check all {setting.samples.length}
          </button>
        </div>
        {problem && (
          <p class="notice bad" role="alert">
            {problem}
          </p>
        )}
        {choice.from === "sample" && (
          <PatientPicker
            samples={setting.samples}
            chosen={choice.patient}
            guideline={guidelineId(setting, choice.guideline)}
            verdict={verdictOf(setting, choice, firing.isFiring ? undefined : firing.findings)}
            onChoose={choosePatient}
          />
        )}
      </section>
      <section class="panel found" aria-labelledby="found" aria-busy={firing.isFiring}>
        <h2 id="found" class="only-read">
          What comes of it
        </h2>
        <FindingsView setting={setting} choice={choice} firing={firing} tab={tab} onTab={setTab} onPatient={choosePatient} />
      </section>
    </div>
  );
}

const indented = (json: string) => JSON.stringify(JSON.parse(json), null, 2);

function verdictOf(setting: Setting, choice: Choice, findings?: Findings) {
  const sample = setting.samples.find(({ id }) => id === choice.patient);
  const cards = cardsOf(findings?.exchange?.body);
  const expected = sample && expectationOf(setting, choice, sample);
  return expected && cards && verdict(expected, cards);
}

// The address was changed by hand, or by going back.
function useHashChanges(tell: (choice: Choice) => void) {
  useEffect(() => {
    const listen = () => tell(choiceOf(location.hash));
    addEventListener("hashchange", listen);
    return () => removeEventListener("hashchange", listen);
  });
}
