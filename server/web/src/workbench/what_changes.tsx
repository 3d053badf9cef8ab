// A decision about changed facts beside the patient's own: the cards there would be, and the tables in which another rule fires.
import type { Decision, Guideline, Table, Why } from "../common/api";
import { RuleTable, type RuleMark } from "../common/rule_table";
import { givenIn } from "./decided_tables";
import { variablesOf } from "./setting";
import type { Values } from "./what_if";

interface Parts {
  why: Why;
  decision: Decision;
  guideline: Guideline;
  values: Values;
}

export function WhatChanges({ why, decision, guideline, values }: Parts) {
  const changed = changedTables(why, decision);
  return (
    <>
      <CardChanges before={why.cards} after={decision.cards} silent={decision.silent} />
      <h4>
        {changed.length === 0 ? "The same rules fire in all tables" : `Another rule fires in ${changed.length} of ${decision.tables.length} tables`}
      </h4>
      {changed.map(({ id, before, after }) => {
        const table = guideline.tables.find((one) => one.id === id);
        return table && <ChangedTable key={id} table={table} before={before} after={after} parts={{ why, decision, guideline, values }} />;
      })}
    </>
  );
}

interface Change {
  id: string;
  before?: string; // the rule that fired; left out if the table was not asked
  after?: string;
}

/** The tables in which not the same rule fires. */
export function changedTables(before: Pick<Decision, "tables">, after: Pick<Decision, "tables">): Change[] {
  const ids = [...new Set([...after.tables, ...before.tables].map(({ table }) => table))];
  const rule = ({ tables }: Pick<Decision, "tables">, id: string) => tables.find(({ table }) => table === id)?.rule;
  return ids.map((id) => ({ id, before: rule(before, id), after: rule(after, id) })).filter((one) => one.before !== one.after);
}

function ChangedTable({ table, before, after, parts }: { table: Table; before?: string; after?: string; parts: Parts }) {
  const { why, decision, guideline, values } = parts;
  const facts = why.facts.map((fact) => ({ ...fact, value: values[fact.name] ?? null }));
  const marks: Record<string, RuleMark> = {};
  if (before) marks[before] = { word: "fired on record", tone: "warning" };
  if (after) marks[after] = { word: "fires now", tone: "accent" };
  const concerned = { ...table, rules: table.rules.filter(({ id }) => id in marks) };
  return (
    <div class="stack close">
      <p>
        {table.title} <code>{before ?? "not asked"}</code> → <code>{after ?? "not asked"}</code>
      </p>
      <RuleTable
        table={concerned}
        variables={variablesOf(guideline)}
        marks={marks}
        given={(name) => givenIn({ facts, counts: decision.counts, tables: decision.tables }, name)}
      />
    </div>
  );
}

type ShownCard = Decision["cards"][number];

function CardChanges({ before, after, silent }: { before: ShownCard[]; after: ShownCard[]; silent?: string }) {
  const gone = before.filter((card) => !after.some((one) => one.id === card.id));
  return (
    <>
      {silent && <p class="notice">Silent: {silent}</p>}
      {!after.length && !silent && <p class="notice">No cards</p>}
      <ul class="card-changes">
        {after.map((card) => (
          <li key={card.id}>
            <CardLine card={card} word={wordFor(card, before)} />
          </li>
        ))}
        {gone.map((card) => (
          <li key={card.id} class="gone">
            <CardLine card={card} word="no longer" />
          </li>
        ))}
      </ul>
    </>
  );
}

const wordFor = (card: ShownCard, before: ShownCard[]) => {
  const own = before.find((one) => one.id === card.id);
  if (!own) return "new";
  return own.summary === card.summary && own.detail === card.detail ? "as on record" : "changed";
};

const CardLine = ({ card, word }: { card: ShownCard; word: string }) => (
  <>
    <span class={`badge ${word === "as on record" ? "" : word === "no longer" ? "bad" : "good"}`}>{word}</span>{" "}
    <span class={`badge ${card.indicator}`}>{card.indicator}</span> {card.summary}
  </>
);
