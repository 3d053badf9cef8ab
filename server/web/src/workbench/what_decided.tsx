// The tables whose outcome says something, with the criterion that was met.
import type { Decided, DecidedTable, Guideline, Outcome, Rule, Table } from "../common/api";
import { idOfTable } from "./decided_tables";

interface Telling {
  table: Table;
  rule: Rule;
  outcome: Outcome;
  criterion?: string;
}

/** What was decided, with the words of the guideline; undefined for what the guideline does not have. */
export function detailsOf({ table: id, rule, outcome, criterion }: DecidedTable, guideline: Guideline): Telling | undefined {
  const table = guideline.tables.find((one) => one.id === id);
  const fired = table?.rules.find((one) => one.id === rule);
  const reached = table?.outcomes.find((one) => one.id === outcome);
  return table && fired && reached ? { table, rule: fired, outcome: reached, criterion } : undefined;
}

export const saysSomething = ({ silent, advice, card, note }: Outcome): boolean => !!(silent || advice.length || card || note);

export function WhatDecided({ decided, guideline }: { decided: Decided; guideline: Guideline }) {
  const telling = decided.tables.map((one) => detailsOf(one, guideline)).filter((one) => one !== undefined && saysSomething(one.outcome));
  if (!telling.length) return <p>No table has anything to say.</p>;
  return (
    <ol class="deciding">
      {telling.map((one) => (
        <Deciding key={one!.table.id} {...one!} />
      ))}
    </ol>
  );
}

function Deciding({ table, rule, outcome, criterion }: Telling) {
  return (
    <li>
      <button type="button" class="plain" onClick={() => showTable(table.id)}>
        {table.title}
      </button>
      <p>
        <strong>{outcome.id}</strong> by rule <code>{rule.id}</code>{" "}
        {outcome.silent && <span class="badge">silent: {outcome.silent}</span>}{" "}
        {outcome.advice.map((word) => (
          <span key={word} class="badge accent">
            {word}
          </span>
        ))}
      </p>
      {criterion && <p>{criterion}</p>}
      <p class="small muted">{rule.source}</p>
    </li>
  );
}

// Opens the table, goes to it, and brings the row that fired into view.
function showTable(id: string) {
  const details = document.getElementById(idOfTable(id)) as HTMLDetailsElement | null;
  if (!details) return;
  details.open = true;
  details.querySelector("summary")?.focus({ preventScroll: true });
  details.scrollIntoView({ block: "start" });
  details.querySelector(".marked")?.scrollIntoView({ block: "nearest" });
}
