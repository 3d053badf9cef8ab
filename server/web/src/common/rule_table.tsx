// One decision table of a guideline, as clinicians read and sign it: a rule a row, and a row for each way to meet it.
import type { Rule, Table, Variable } from "./api";
import { ScrollRegion } from "./scroll_region";

export interface RuleMark {
  word: string; // "fired"
  tone: "accent" | "warning";
  criterion?: string; // as it is worded for one patient, instead of all that it may be
}

interface RuleTableParts {
  table: Table;
  variables: Map<string, Variable>;
  marks?: Record<string, RuleMark>; // by rule
  given?: (name: string) => string; // what one patient's record has for a variable
}

export function RuleTable({ table, variables, marks = {}, given }: RuleTableParts) {
  return (
    <ScrollRegion label={`Rules of ${table.title}`}>
      <table class="rules boxed">
        <caption class="only-read">{table.title}</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            {table.inputs.map((name) => (
              <Input key={name} name={name} variable={variables.get(name)} />
            ))}
            <th scope="col">Outcome</th>
            <th scope="col">Criterion and source</th>
          </tr>
          {given && (
            <tr class="given">
              <th scope="row">This patient</th>
              {table.inputs.map((name) => (
                <td key={name}>{given(name)}</td>
              ))}
              <td colSpan={2} />
            </tr>
          )}
        </thead>
        {table.rules.map((rule) => (
          <RuleRows key={rule.id} rule={rule} inputs={table.inputs} mark={marks[rule.id]} />
        ))}
      </table>
    </ScrollRegion>
  );
}

function Input({ name, variable }: { name: string; variable?: Variable }) {
  return (
    <th scope="col">
      {variable?.label ?? name}
      <br />
      <code class="name">{name}</code>
    </th>
  );
}

function RuleRows({ rule, inputs, mark }: { rule: Rule; inputs: string[]; mark?: RuleMark }) {
  const criterion = mark?.criterion ?? rule.criterion;
  const ways = rule.ways.length || 1;
  return (
    <tbody class={mark ? `marked ${mark.tone}` : undefined} data-rule={rule.id}>
      {(rule.ways.length ? rule.ways : [{}]).map((way: Record<string, string>, index) => (
        <tr key={index}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={ways}>
              {rule.id} {mark && <span class={`badge ${mark.tone}`}>{mark.word}</span>}
            </th>
          )}
          {inputs.map((name) => (
            <td key={name}>{way[name] ? <code>{way[name]}</code> : <span class="muted">any</span>}</td>
          ))}
          {index === 0 && (
            <>
              <td rowSpan={ways}>{rule.outcome}</td>
              <td rowSpan={ways} class="criterion">
                {criterion && <p>{criterion}</p>}
                {rule.source && <p class="small muted">{rule.source}</p>}
              </td>
            </>
          )}
        </tr>
      ))}
    </tbody>
  );
}
