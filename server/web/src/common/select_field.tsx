// A labelled choice out of a list.
import { useId } from "preact/hooks";

interface SelectFieldParts {
  label: string;
  value: string;
  options: [value: string, label: string][];
  onChoose: (value: string) => void;
}

export function SelectField({ label, value, options, onChoose }: SelectFieldParts) {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
