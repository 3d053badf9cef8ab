// A field for each fact that the guideline may ask about.
import { useId, useState } from "preact/hooks";
import type { FactValue, Guideline, Variable } from "../common/api";
import { valueText } from "../common/values";
import { SearchField } from "../common/search_field";
import type { Values } from "./what_if";

interface FormParts {
  guideline: Guideline;
  own: Values;
  changes: Values;
  onChange: (name: string, value: FactValue) => void;
}

export function FactForm({ guideline, own, changes, onChange }: FormParts) {
  const [words, setWords] = useState("");
  const values = { ...own, ...changes };
  const wanted = words.trim().toLowerCase();
  const facts = guideline.variables.filter(({ kind, name, label }) => kind === "fact" && `${name} ${label}`.toLowerCase().includes(wanted));
  return (
    <>
      <SearchField words={words} onType={setWords} label="Find a fact to change" />
      <div class="fact-fields">
        {facts.map((variable) => (
          <Field
            key={variable.name}
            variable={variable}
            value={values[variable.name] ?? null}
            was={variable.name in changes ? (own[variable.name] ?? null) : undefined}
            mayBeUnknown={mayBeUnknown(variable, values)}
            onChange={(value) => onChange(variable.name, value)}
          />
        ))}
      </div>
    </>
  );
}

/** Whether a fact may be unknown beside the others: some always are known, some whenever another is. */
export function mayBeUnknown({ alwaysKnown, knownWith }: Variable, values: Values): boolean {
  if (alwaysKnown) return false;
  const other = knownWith ? (values[knownWith.name] ?? null) : null;
  return other === null || (knownWith?.value !== undefined && other !== knownWith.value);
}

/** Why a value cannot be supposed; "" if it can. */
export function faultOf(variable: Variable, value: FactValue, mayBeUnknown: boolean): string {
  const { least = -Infinity, most = Infinity } = variable;
  if (value === null) return mayBeUnknown ? "" : "It must be known beside the others.";
  if (typeof value !== "number" || (least <= value && value <= most)) return "";
  return most === Infinity ? `It must be ${least} or more.` : `It must be from ${least} to ${most}.`;
}

interface FieldParts {
  variable: Variable;
  value: FactValue;
  was?: FactValue; // left out if it is as on record
  mayBeUnknown: boolean;
  onChange: (value: FactValue) => void;
}

function Field({ variable, value, was, mayBeUnknown, onChange }: FieldParts) {
  const id = useId();
  const fault = faultOf(variable, value, mayBeUnknown);
  return (
    <div class={was === undefined ? "field" : "field changed"}>
      <label for={id}>{variable.label}</label>
      <Input id={id} variable={variable} value={value} mayBeUnknown={mayBeUnknown} onChange={onChange} isWrong={fault !== ""} />
      <p class="small muted" id={`${id}-note`}>
        {was !== undefined && <span class="badge warning">changed; on record: {valueText(was)}</span>}
        {fault && ` ${fault}`}
      </p>
    </div>
  );
}

interface InputParts extends Omit<FieldParts, "was"> {
  id: string;
  isWrong: boolean;
}

function Input({ id, variable, value, mayBeUnknown, onChange, isWrong }: InputParts) {
  const common = { id, "aria-describedby": `${id}-note`, "aria-invalid": isWrong ? ("true" as const) : undefined };
  if (variable.type === "boolean" || variable.type === "name") {
    const choices = variable.type === "boolean" ? ["true", "false"] : (variable.names ?? []);
    const read = (text: string) => (text === "" ? null : variable.type === "boolean" ? text === "true" : text);
    return (
      <select {...common} value={value === null ? "" : String(value)} onChange={(event) => onChange(read(event.currentTarget.value))}>
        {(mayBeUnknown || value === null) && <option value="">unknown</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {variable.type === "boolean" ? valueText(choice === "true") : choice}
          </option>
        ))}
      </select>
    );
  }
  const { least: min, most: max } = variable;
  if (variable.type === "number") return <NumberInput {...common} min={min} max={max} value={value as number | null} onChange={onChange} />;
  return <input {...common} type="date" value={(value as string | null) ?? ""} onInput={(event) => onChange(event.currentTarget.value || null)} />;
}

interface NumberParts {
  id: string;
  min?: number;
  max?: number;
  value: number | null;
  onChange: (value: FactValue) => void;
}

// What is typed stays as it is typed ("2.", "-0.50") as long as it means the value.
function NumberInput({ value, onChange, ...common }: NumberParts) {
  const [typed, setTyped] = useState("");
  const shown = value !== null && typed !== "" && Number(typed) === value ? typed : value === null ? "" : valueText(value);
  const type = (text: string) => {
    setTyped(text);
    onChange(text === "" ? null : Number(text));
  };
  return <input {...common} type="number" step="any" placeholder="unknown" value={shown} onInput={(event) => type(event.currentTarget.value)} />;
}
