// What a guideline counts, such as risk factors, with the criteria; for one patient those that hold.
import type { Count, CountValue, Variable } from "./api";
import { valueText } from "./values";

interface CountListParts {
  counts: Count[];
  variables: Map<string, Variable>;
  values?: CountValue[]; // of one patient
}

export function CountList({ counts, variables, values }: CountListParts) {
  return (
    <ul class="counts">
      {counts.map((count) => (
        <li key={count.id}>
          <CountItem count={count} variables={variables} value={values?.find((one) => one.count === count.id)} />
        </li>
      ))}
    </ul>
  );
}

function CountItem({ count, variables, value }: { count: Count; variables: Map<string, Variable>; value?: CountValue }) {
  return (
    <>
      <p>
        {count.title} <code class="small muted">{count.id}</code>{" "}
        {value && <span class="badge accent">{valueText(value.value)}</span>}
      </p>
      <p class="small muted">
        {count.any ? "True if any of these holds" : "The number of these that hold"} ({count.source})
      </p>
      <ul>
        {count.criteria.map((criterion) => (
          <li key={criterion.id}>
            {criterion.label}: <code>{cells(criterion.when, variables)}</code>{" "}
            {value?.holding.includes(criterion.id) && <span class="badge accent">holds</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

const cells = (when: Record<string, string>, variables: Map<string, Variable>) =>
  Object.entries(when)
    .map(([name, cell]) => `${variables.get(name)?.label ?? name} ${cell}`)
    .join("; ");
