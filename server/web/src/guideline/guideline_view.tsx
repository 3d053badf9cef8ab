// A guideline for one occasion, as a clinician reads and signs it.
import type { ComponentChildren } from "preact";
import type { Guideline, Outcome, Table, Variable } from "../common/api";
import { CountList } from "../common/count_list";
import { RuleTable } from "../common/rule_table";
import { ScrollRegion } from "../common/scroll_region";
import { variablesOf } from "../workbench/setting";

export function GuidelineView({ guideline }: { guideline: Guideline }) {
  const variables = variablesOf(guideline);
  return (
    <article class="guideline stack">
      <Head guideline={guideline} />
      <Contents guideline={guideline} />
      {guideline.counts.length > 0 && (
        <section class="panel stack" aria-labelledby="counts">
          <h3 id="counts" tabIndex={-1}>
            Counts
          </h3>
          <CountList counts={guideline.counts} variables={variables} />
        </section>
      )}
      {guideline.tables.map((table, index) => (
        <TableSection key={table.id} table={table} number={index + 1} variables={variables} />
      ))}
    </article>
  );
}

function Head({ guideline }: { guideline: Guideline }) {
  return (
    <section class="panel stack" aria-labelledby="guideline-title">
      <h2 id="guideline-title">{guideline.title}</h2>
      <dl class="facts">
        <Item name="Profile">
          <code>{guideline.key}</code>, {guideline.occasion === "order" ? "when the drug is ordered" : "on opening the chart"}
        </Item>
        <Item name="Version">{guideline.version}</Item>
        <Item name="Status">
          <span class={`badge ${guideline.status === "active" ? "good" : "warning"}`}>{guideline.status}</span>
        </Item>
        <Item name="Signed by">{guideline.signOff || "nobody"}</Item>
        <Item name="SHA-256 of its files">
          <code>{guideline.sha256}</code>
        </Item>
      </dl>
      <div>
        <h3>Sources</h3>
        <ul>
          {guideline.sources.map(({ id, label, url }) => (
            <li key={id}>{/^https:\/\//.test(url) ? <a href={url}>{label}</a> : label}</li>
          ))}
        </ul>
      </div>
      <details>
        <summary>Proof: exactly one rule for each combination, in every table</summary>
        <pre class="json" role="region" aria-label="Proof" tabIndex={0}>
          {guideline.proof}
        </pre>
      </details>
    </section>
  );
}

const Item = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Contents({ guideline }: { guideline: Guideline }) {
  return (
    <nav class="panel" aria-label="Tables">
      <h3>Tables, in the order in which they are asked</h3>
      <ol class="contents">
        {guideline.tables.map(({ id, title }) => (
          <li key={id}>
            <button type="button" class="plain" onClick={() => goTo(id)}>
              {title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

// The address holds what is chosen, so the way to a table is a step of the page, not of the address.
function goTo(id: string) {
  const heading = document.getElementById(`table-${id}`);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}

function TableSection({ table, number, variables }: { table: Table; number: number; variables: Map<string, Variable> }) {
  const telling = table.outcomes.filter(({ silent, advice, card, note }) => silent || advice.length || card || note);
  return (
    <section class="panel stack" aria-labelledby={`table-${table.id}`}>
      <h3 id={`table-${table.id}`} tabIndex={-1}>
        {number}. {table.title}{" "}
        <span class="muted small">
          <code>{table.id}</code> {table.version}
        </span>
      </h3>
      <RuleTable table={table} variables={variables} />
      {telling.length > 0 && <Outcomes table={table} outcomes={telling} />}
    </section>
  );
}

function Outcomes({ table, outcomes }: { table: Table; outcomes: Outcome[] }) {
  return (
    <ScrollRegion label={`Outcomes of ${table.title}`}>
      <table class="boxed outcomes">
        <caption>Outcomes that say something</caption>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Advice</th>
            <th scope="col">What is said</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map((outcome) => (
            <tr key={outcome.id}>
              <th scope="row">{outcome.id}</th>
              <td>{outcome.advice.join(", ")}</td>
              <td>
                {outcome.silent && <p>Silence: {outcome.silent}</p>}
                {outcome.card && (
                  <p>
                    <span class={`badge ${outcome.indicator}`}>{outcome.indicator}</span> {outcome.card}
                  </p>
                )}
                {outcome.note && <p>{outcome.note}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
