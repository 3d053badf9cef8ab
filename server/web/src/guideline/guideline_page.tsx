// The guideline viewer: one guideline to read, or two to compare.
import { useEffect, useState } from "preact/hooks";
import { SelectField } from "../common/select_field";
import { guidelineOf, type Setting } from "../workbench/setting";
import { DifferenceView } from "./difference_view";
import { choiceOf, hashOf, type GuidelineChoice } from "./guideline_choice";
import { GuidelineView } from "./guideline_view";
import { PatientComparison } from "./patient_comparison_view";

export function GuidelinePage({ setting }: { setting: Setting }) {
  const keys = setting.about.guidelines;
  const [choice, setChoice] = useState(() => choiceOf(location.hash, keys));
  useEffect(() => history.replaceState(null, "", hashOf(choice)), [choice]);
  useEffect(() => {
    const listen = () => setChoice(choiceOf(location.hash, keys));
    addEventListener("hashchange", listen);
    return () => removeEventListener("hashchange", listen);
  }, [keys]);
  const guideline = guidelineOf(setting.guidelines, choice.key, choice.occasion);
  const beside = guidelineOf(setting.guidelines, choice.beside, choice.occasion);
  return (
    <div class="guideline-page stack">
      <ChoiceBar choice={choice} keys={keys} onChoose={(part) => setChoice({ ...choice, ...part })} />
      {!guideline && <p class="notice">{choice.key} has no tables for this occasion.</p>}
      {choice.beside && !beside && <p class="notice">{choice.beside} has no tables for this occasion.</p>}
      {guideline && beside && (
        <>
          <PatientComparison pair={[guideline, beside]} services={setting.services} samples={setting.samples} />
          <DifferenceView before={guideline} after={beside} />
        </>
      )}
      {guideline && !choice.beside && <GuidelineView guideline={guideline} />}
    </div>
  );
}

interface BarParts {
  choice: GuidelineChoice;
  keys: string[];
  onChoose: (part: Partial<GuidelineChoice>) => void;
}

function ChoiceBar({ choice, keys, onChoose }: BarParts) {
  const others = keys.filter((key) => key !== choice.key);
  const named = (key: string): [string, string] => [key, key];
  return (
    <section class="panel guideline-choice no-print" aria-label="What to read">
      <SelectField label="Guideline" value={choice.key} options={keys.map(named)} onChoose={(key) => onChoose({ key, beside: "" })} />
      <SelectField
        label="Occasion"
        value={choice.occasion}
        options={[
          ["order", "The drug is ordered"],
          ["chart", "The chart is opened"],
        ]}
        onChoose={(occasion) => onChoose({ occasion: occasion as GuidelineChoice["occasion"] })}
      />
      <SelectField label="Compare with" value={choice.beside} options={[["", "nothing"], ...others.map(named)]} onChoose={(beside) => onChoose({ beside })} />
      <button type="button" onClick={() => print()}>
        Print
      </button>
    </section>
  );
}
