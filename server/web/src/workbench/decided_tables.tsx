// Every table that was asked, folded; one that is opened shows the rule that fired, and what the patient's record has.
import { useEffect, useRef, useState } from "preact/hooks";
import type { DecidedTable, Guideline, Table, Variable, Why } from "../common/api";
import { RuleTable } from "../common/rule_table";
import { valueText } from "../common/values";

export const idOfTable = (id: string): string => `table-${id}`;

interface Parts {
  why: Why;
  guideline: Guideline;
  variables: Map<string, Variable>;
}

export function DecidedTables({ why, guideline, variables }: Parts) {
  const given = (name: string) => givenIn(why, name);
  return (
    <>
      {why.tables.map((decided) => {
        const table = guideline.tables.find((one) => one.id === decided.table);
        return table && <Folded key={table.id} table={table} decided={decided} variables={variables} given={given} />;
      })}
    </>
  );
}

/** What the patient's record has for a variable of a table: a fact, a count, or the outcome of an earlier table. */
export function givenIn(why: Pick<Why, "facts" | "counts" | "tables">, name: string): string {
  const fact = why.facts.find((one) => one.name === name);
  if (fact) return fact.value === null && !fact.looked ? "unknown (not looked up)" : valueText(fact.value);
  const count = why.counts.find((one) => one.count === name);
  if (count) return valueText(count.value);
  return why.tables.find((one) => one.table === name)?.outcome ?? "unknown";
}

interface FoldedParts {
  table: Table;
  decided: DecidedTable;
  variables: Map<string, Variable>;
  given: (name: string) => string;
}

function Folded({ table, decided, variables, given }: FoldedParts) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isOpen) place.current?.querySelector(".marked")?.scrollIntoView({ block: "nearest" });
  }, [isOpen, decided.rule]);
  return (
    <details id={idOfTable(table.id)} class="table" ref={place} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {table.title} <code class="small">{decided.outcome}</code>
      </summary>
      {isOpen && (
        <RuleTable
          table={table}
          variables={variables}
          given={given}
          marks={{ [decided.rule]: { word: "fired", tone: "accent", criterion: decided.criterion } }}
        />
      )}
    </details>
  );
}
