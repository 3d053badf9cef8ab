// All that can be chosen about a call: about whom, by which hook, for which drug, under which guideline, as of which day.
import { useId } from "preact/hooks";
import { SelectField } from "../common/select_field";
import type { Choice } from "./choice";
import { drugs } from "./drugs";
import { hookNames, type HookName } from "./hooks";
import type { Setting } from "./setting";

interface Parts {
  setting: Setting;
  choice: Choice;
  day: string; // that is used where none is chosen
  onChoose: (part: Partial<Choice>) => void;
}

const origins: Record<Choice["from"], string> = { sample: "A sample", server: "A FHIR server", pasted: "A request" };

export function OriginChoice({ choice, onChoose }: Pick<Parts, "choice" | "onChoose">) {
  const name = useId();
  return (
    <fieldset>
      <legend>Patient from</legend>
      <div class="row">
        {(Object.keys(origins) as Choice["from"][]).map((from) => (
          <label key={from} class="inline">
            <input type="radio" name={name} checked={choice.from === from} onChange={() => onChoose({ from })} />
            {origins[from]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function CallChoices({ setting, choice, day, onChoose }: Parts) {
  return (
    <div class="choices">
      {choice.from !== "pasted" && (
        <>
          <SelectField label="Hook" value={choice.hook} options={hookNames.map((name) => [name, name])} onChoose={(hook) => onChoose({ hook: hook as HookName })} />
          <SelectField label="Drug" value={choice.drug} options={drugOptions(choice)} onChoose={(drug) => onChoose({ drug })} />
        </>
      )}
      <SelectField
        label="Guideline"
        value={choice.guideline || setting.about.guideline}
        options={setting.about.guidelines.map((key) => [key, key])}
        onChoose={(key) => onChoose({ guideline: key === setting.about.guideline ? "" : key })}
      />
      <DayField day={choice.date || day} onChoose={onChoose} />
    </div>
  );
}

// A sample's order may stay as it is; on a FHIR server there is no order yet.
const drugOptions = ({ from }: Choice): [string, string][] => [
  ...(from === "sample" ? [["", "as ordered"] as [string, string]] : []),
  ...drugs.map(({ name }) => [from === "server" && name === drugs[0].name ? "" : name, name] as [string, string]),
];

function DayField({ day, onChoose }: { day: string; onChoose: Parts["onChoose"] }) {
  const id = useId();
  return (
    <div>
      <label for={id}>Evaluated on</label>
      <input id={id} type="date" value={day} onChange={(event) => onChoose({ date: event.currentTarget.value })} />
    </div>
  );
}
